<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>MineralPrune</name>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'Bands to keep' (BANDS) must be 'all', 'automatic', or a number of bands such as '15'; '{found}' is not.</source>
        <translation>“保留的波段数”（BANDS）应为“all”、“automatic”或波段数（如“15”）；“{found}”不符合。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'Bands to keep' (BANDS) must be from {least} to {most} for this model, whose feature is '{feature}', but {found} was given. Choose a value in that range.</source>
        <translation>对于特征为“{feature}”的此模型，“保留的波段数”（BANDS）须在 {least} 至 {most} 之间，现为 {found}。请在此范围内取值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>'Changes to the classes' has two rows for {mineral}. Leave one of them.</source>
        <translation>“类别的修改”中 {mineral} 有两行，请只保留一行。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>'Changes to the classes' must have three cells a row (class, new name, new colour); it has {cells} cells in all. Leave cells empty for what is to stay.</source>
        <translation>“类别的修改”每行须有三个单元格（类别、新名称、新颜色），现共有 {cells} 个。不变的项请留空。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'Device' is set to cuda, but the installed torch {version} cannot compute on the graphics card: {reason}. Choose auto or cpu, or install a build of torch for this card.</source>
        <translation>“计算设备”设为 cuda，但所安装的 torch {version} 无法在该显卡上计算：{reason}。请选择 auto 或 cpu，或安装支持该显卡的 torch。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'Device' is set to cuda, but the installed torch {version} finds no CUDA device. Choose auto or cpu, or install a CUDA build of torch.</source>
        <translation>“计算设备”设为 cuda，但所安装的 torch {version} 找不到 CUDA 设备。请选择 auto 或 cpu，或安装支持 CUDA 的 torch。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>'Hidden sizes' (SIZES) must be like '5, 10, 20', with '64-32' for two layers; '{found}' is not.</source>
        <translation>“隐藏层规模”（SIZES）应形如“5, 10, 20”，两层用“64-32”表示；“{found}”不符合。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'Hidden units to keep' (UNITS) must be 'rule', a number such as '9', or one for each layer such as '20,10'; '{found}' is not.</source>
        <translation>“保留的隐藏单元数”（UNITS）应为“rule”、一个数（如“9”），或每层一个数（如“20,10”）；“{found}”不符合。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'Hidden units to keep' (UNITS) must give one number for each hidden layer, none larger than the layer; the model has {expected} hidden units, but {found} was given.</source>
        <translation>“保留的隐藏单元数”（UNITS）须为每个隐藏层给出一个数，且不得超过该层现有数量；模型有 {expected} 个隐藏单元，现为 {found}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'Hidden units' (HIDDEN_UNITS) must be like '30', or '64,32' for two layers; '{found}' is not.</source>
        <translation>“隐藏单元”（HIDDEN_UNITS）应形如“30”，两层时形如“64,32”；“{found}”不符合。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>'Selected features only' is ticked for {layer}, but nothing is selected in it. Select polygons, or untick it.</source>
        <translation>{layer} 勾选了“仅选中的要素”，但其中没有选中任何要素。请选择面要素，或取消勾选。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>'Selected features only' is ticked for {layer}, but nothing is selected in it. Select samples, or untick it.</source>
        <translation>{layer} 勾选了“仅选中的要素”，但其中没有选中任何要素。请选中样本，或取消勾选。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'Settled pixels' (SETTLED) needs a perceptron, for it redraws single spectra; this model is a sparse DenseNet, which looks at neighbourhoods. Leave that output out, or choose another model.</source>
        <translation>“稳定像元”（SETTLED）需要感知机，因为它对单条光谱重新加噪；此模型是观察邻域的稀疏 DenseNet。请不要该输出，或选择其他模型。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>'Wavelengths (micrometres)' is set to {lowest:g} to {highest:g} um, but {raster} has no wavelengths. Leave the range empty, or add wavelengths to its header.</source>
        <translation>“波长范围（微米）”设为 {lowest:g} 至 {highest:g} μm，但 {raster} 没有波长信息。请将范围留空，或在其头文件中补充波长。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'{label}' ({name}) must be an odd number from {least} to {most}, but {found} was given. Choose another.</source>
        <translation>“{label}”（{name}）必须是 {least} 至 {most} 之间的奇数，但给出的是 {found}。请另选一个值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'{label}' ({name}) must be from {least} to {most} {unit}, but {found} was given. Choose a value in that range.</source>
        <translation>“{label}”（{name}）须在 {least} 至 {most} {unit}之间，现为 {found}。请在此范围内取值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>'{label}' ({name}) must be from {least} to {most}, but {found} was given. Choose a value in that range.</source>
        <translation>“{label}”（{name}）须在 {least} 至 {most} 之间，现为 {found}。请在此范围内取值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/base.py"/>
        <source>'{parameter}' cannot be {value}. Choose one of the values that its dialog or its help names.</source>
        <translation>“{parameter}”不能为 {value}。请从对话框或帮助所列的值中选择。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>'{parameter}' has no number for {mineral}. Add '{mineral}=...', or a number without a name for all other minerals.</source>
        <translation>“{parameter}”未给出 {mineral} 的数量。请添加“{mineral}=...”，或添加一个不带名称的数，用于其余各矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/output_errors.py"/>
        <source>'{parameter}' has no place to be written to. Give it a file name ({name} in scripts and in qgis_process), or TEMPORARY_OUTPUT.</source>
        <translation>“{parameter}”没有写入位置。请给出文件名（在脚本和 qgis_process 中为 {name}），或 TEMPORARY_OUTPUT。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/base.py"/>
        <source>'{parameter}' holds a character that no file can hold ({text}). Type it again instead of pasting it.</source>
        <translation>“{parameter}”中有任何文件都无法保存的字符（{text}）。请重新输入，不要粘贴。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>'{parameter}' must be a number, a list such as 'muscovite=400, halloysite=240', or both; '{found}' is not.</source>
        <translation>“{parameter}”应为一个数，或形如“muscovite=400, halloysite=240”的列表，或二者并用；“{found}”不符合。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>'{parameter}' names '{mineral}', which is not among the minerals of the labels: {minerals}.</source>
        <translation>“{parameter}”中有“{mineral}”，但标注中没有该矿物；标注中的矿物有：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/base.py"/>
        <source>'{parameter}': {value} is no layer that QGIS can open. Choose a layer of the project or a file that exists.</source>
        <translation>“{parameter}”：{value} 不是 QGIS 能打开的图层。请选择项目中的图层或已存在的文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>'{text}...' has {characters} characters; a model file takes up to {most} of the name of a mineral and up to {most_in_all} of all minerals with the names of their spectra. Shorten it.</source>
        <translation>“{text}...”有 {characters} 个字符；模型文件中，一个矿物名称最多 {most} 个字符，全部矿物连同其光谱名称最多 {most_in_all} 个字符。请缩短。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/algorithm.py"/>
        <source>1 Prepare</source>
        <translation>1 数据准备</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library_figure.py"/>
        <source>10 to 90 % of them</source>
        <translation>其 10% 至 90% 分位范围</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/algorithm.py"/>
        <source>2 Train</source>
        <translation>2 训练</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/algorithm.py"/>
        <source>3 Prune</source>
        <translation>3 剪枝</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/algorithm.py"/>
        <source>4 Map</source>
        <translation>4 填图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/algorithm.py"/>
        <source>5 After the map</source>
        <translation>5 填图之后</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/example_model.py"/>
        <source>6 All in one</source>
        <translation>6 一步完成</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>95 % interval, from</source>
        <translation>95% 置信区间下限</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>95 % interval, from (%)</source>
        <translation>95% 置信区间下限（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>A GeoTIFF of the model's confidence beside every map.</source>
        <translation>在每幅图旁写出模型置信度的 GeoTIFF。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_polygons.py"/>
        <source>A layer of polygons with the fields mineral, class and area_m2, and a style beside a file.</source>
        <translation>面图层，字段为 mineral（矿物）、class（类别）和 area_m2（面积，平方米）；文件旁附有样式。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <source>A map reads {after} bands instead of {before}. With all hidden units, the overall accuracy on the validation samples is {oa} % with these bands, compared with {first} % with all bands after a shorter training.</source>
        <translation>填图只需读取 {after} 个波段，而不是 {before} 个。在保留全部隐藏单元的情况下，用这些波段时验证样本的总体精度为 {oa}%，用全部波段时为 {first}%（后者训练时间较短）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <source>A mineral a line, such as alunite. Several spectra can make one class: muscovite = muscovite, illite. What follows the equals sign are the beginnings of names in the library. Empty: the common minerals of alteration and weathering that the library has and the bands show.</source>
        <translation>每行一种矿物，例如 alunite。多条光谱可合为一类：muscovite = muscovite, illite。等号后为光谱库中光谱名称的开头部分。留空：光谱库中已有、且在这些波段内有吸收特征的常见蚀变和风化矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>A minus B (percentage points)</source>
        <translation>A 减 B（百分点）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>A minus B (points)</source>
        <translation>A 减 B（百分点）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>A model can identify up to {most} minerals from a library; {requested} are requested.</source>
        <translation>由光谱库训练的模型最多可识别 {most} 种矿物；所要求的有 {requested} 种。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>A model file (.safetensors) made by 'Train model', 'Train from spectral library' or 'Prune model'.</source>
        <translation>由“训练模型”、“由光谱库训练”或“模型剪枝”生成的模型文件（.safetensors）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>A name that ends in .vrt refers to the product, where that is possible; .tif copies its pixels. A temporary output is a .vrt where possible.</source>
        <translation>文件名以 .vrt 结尾时引用产品（在可能的情况下），以 .tif 结尾时复制像元。临时输出在可能时为 .vrt。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>A named pixel is settled if it keeps its mineral in all of {redraws} repetitions with {noise} % of the scene's noise added and with its absorptions weakened to between {least} and {most} % of their depth: {settled} % of the named pixels are.</source>
        <translation>一个被命名的像元，如果在全部 {redraws} 次重复中（加入场景噪声的 {noise}%，并将其吸收减弱到原深度的 {least} 至 {most}%）矿物名称都不变，就算稳定：被命名的像元中有 {settled}% 如此。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>A perceptron, as made by 'Train model', is needed here; this model is a sparse DenseNet, which was already pruned during training. Choose another model.</source>
        <translation>此处需要由“训练模型”生成的感知机；该模型是稀疏 DenseNet，已在训练过程中剪枝。请选择其他模型。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>A point layer with the fields mineral, class, split and group.</source>
        <translation>点图层，字段为 mineral（矿物）、class（类别）、split（划分）和 group（分组）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>A polygon labels the pixels whose centres it holds. One that holds none labels the pixel that it lies in; unticked, it labels nothing. Which polygons these are is said.</source>
        <translation>多边形标注中心位于其内的像元。不含任何像元中心的多边形标注它所在的像元；不勾选时则不标注任何像元。日志会说明是哪些多边形。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>A raster of class numbers, as written by 'Map minerals' or any other program; 0 is unclassified. Names are those of its legend in QGIS, else of its file.</source>
        <translation>类别编号栅格，由“矿物填图”或任何其他程序生成；0 表示未分类。名称取自 QGIS 图例，没有时取自文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>A raster of class numbers, as written by 'Map minerals'; 0 is unclassified.</source>
        <translation>类别编号栅格，由“矿物填图”生成；0 表示未分类。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>A reflectance raster with many bands. Wavelengths, bad bands, scale factor and no-data value are read from the file. After scaling, the values must be reflectance from 0 to 1.</source>
        <translation>多波段反射率栅格。波长、坏波段、比例因子和无数据值从文件中读取。乘以比例因子后，像元值须为 0 至 1 的反射率。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>A row for each class that is to change: its name or number, its new name, and its new colour such as #D55E00; empty cells keep what is there. Rows with the same new name merge their classes. unclassified as the new name removes a class.</source>
        <translation>要修改的每个类别一行：其名称或编号、新名称、新颜色（如 #D55E00）；空单元格表示不变。新名称相同的类别合并为一类。新名称写 unclassified 则去掉该类别。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <source>A row for the whole map is added to this table, or takes the place of the map's earlier one; the other rows stay. Minerals that the table lacks become new columns.</source>
        <translation>在此表中为整幅图添加一行，或替换该图原有的一行；其他行不变。表中没有的矿物成为新的列。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>A scene that takes longer is given up, and the others go on.</source>
        <translation>超时的影像被放弃，其余的继续进行。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>A web page with figures and tables, for the results viewer and any browser; or, where the file's name ends in .pdf, the same as pages to print or to paste.</source>
        <translation>含图和表的网页，可在结果查看器和任何浏览器中打开；文件名以 .pdf 结尾时，为内容相同、可供打印或引用的页面。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>About {share} % of the pixels of {raster} are lost to a few bands that are 0 there ({shown}), which is its no-data value: a pixel is used only where every band has data. To keep them, mark these bands as bad in the header (bbl), train on wavelengths without them, or remove the no-data value if 0 is a measured value.</source>
        <translation>{raster} 约有 {share}% 的像元因少数波段在该处为 0（{shown}）而丢失，而 0 是其无数据值：只有所有波段都有数据的像元才会使用。要保留这些像元，请在头文件中将这些波段标为坏波段（bbl），或在训练时避开这些波长；如果 0 是测量值，请去掉无数据值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>About {share} % of the pixels of {raster} are lost to a few bands without data there ({shown}): a pixel is used only where every band has data. To keep them, mark these bands as bad in the header (bbl) or train on wavelengths without them.</source>
        <translation>{raster} 约有 {share}% 的像元因少数波段在该处没有数据（{shown}）而丢失：只有所有波段都有数据的像元才会使用。要保留这些像元，请在头文件中将这些波段标为坏波段（bbl），或在训练时避开这些波长。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Above: the loss on the training data (samples, and unlabelled pixels if there are any) and on the validation samples. Below: the overall accuracy on the validation samples. Training ended after epoch {epochs}, whose weights were kept.</source>
        <translation>上图：训练数据（训练样本，以及可能有的未标注像元）和验证样本的损失。下图：验证样本的总体精度。训练至第 {epochs} 轮结束，保留该轮的权重。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Above: the loss on the training data (samples, and unlabelled pixels if there are any) and on the validation samples. Below: the overall accuracy on the validation samples. Training ended after epoch {epochs}; the weights of epoch {kept} were kept. The loss on the soft labels of unlabelled pixels never falls to zero.</source>
        <translation>上图：训练数据（训练样本，以及可能有的未标注像元）和验证样本的损失。下图：验证样本的总体精度。训练至第 {epochs} 轮结束，保留第 {kept} 轮的权重。未标注像元的软标签损失不会降到零。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Accuracy</source>
        <translation>精度</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Accuracy after dropping inputs (%)</source>
        <translation>去除输入后的精度（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Accuracy and compression</source>
        <translation>精度与压缩比</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>Accuracy and number of hidden units</source>
        <translation>精度与隐藏单元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Accuracy before retraining (%)</source>
        <translation>再训练前的精度（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/accuracy_source.py"/>
        <source>Accuracy from</source>
        <translation>精度来源</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>Accuracy of a mineral map</source>
        <translation>矿物图精度</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Accuracy on the validation samples (left axis) and compression of hidden units (right axis).</source>
        <translation>验证样本的精度（左轴）和隐藏单元压缩率（右轴）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <source>Accuracy on the validation samples after each stage; the stage whose bands are kept is highlighted.</source>
        <translation>每个阶段之后验证样本的精度；其波段得以保留的阶段已突出显示。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>Accuracy report</source>
        <translation>精度报告</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>Accuracy, mean over the polygons left out (%)</source>
        <translation>精度，对留出的各面取平均（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Add as sample</source>
        <translation>添加为样本</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock.py"/>
        <source>Added to {layer} as {mineral}.</source>
        <translation>已作为“{mineral}”添加到“{layer}”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Address of a scheduler that is running, such as tcp://host:8786, whose workers see the same folders. Empty: processes of this computer.</source>
        <translation>正在运行的调度器的地址，如 tcp://host:8786，其工作进程能看到相同的文件夹。空：使用本机的进程。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/result_tables.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Adds most to</source>
        <translation>贡献最大的类别</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Adds the pixel, or the pixels of the polygon, to the layer</source>
        <translation>把该像元或多边形内的像元添加到图层</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>After epoch</source>
        <translation>截至轮次</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Agreement (%)</source>
        <translation>一致率（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>Agreement map</source>
        <translation>一致性图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>All</source>
        <translation>合计</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>All maps (virtual raster)</source>
        <translation>所有图（虚拟栅格）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>All numbers of samples are 0. Give at least one training, validation or test pixel per class.</source>
        <translation>所有样本数均为 0。每类至少须有一个训练、验证或测试像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <source>All {before} bands are kept: with fewer, the accuracy fell by more than the tolerance.</source>
        <translation>{before} 个波段全部保留：再少则精度下降超过容差。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Also train the networks that a pruned model must be compared with, on the same samples and unlabelled pixels. This about doubles the time; the pruned model is the same either way.</source>
        <translation>同时用相同的样本和未标注像元训练对照网络，剪枝模型须与之比较。耗时约增加一倍；剪枝后的模型不受影响。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/outputs/output_notices.py"/>
        <source>An earlier run was stopped before its finished outputs replaced these files, which were changed since and are left as they are: {outputs}. They do not belong to the other outputs of that run; run it again if you need them.</source>
        <translation>先前的一次运行在用已完成的输出替换以下文件之前被终止，而这些文件此后又被修改，因此保持原样：{outputs}。它们与那次运行的其他输出不属于同一套；如有需要，请重新运行。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/outputs/output_notices.py"/>
        <source>An earlier run was stopped while its finished outputs were put in their places. The rest of them is there now: {outputs}.</source>
        <translation>先前一次运行在把已完成的输出放到目标位置时被中断。其余输出现已就位：{outputs}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>An input is a feature map that a layer reads. At each stage, the inputs with the smallest sum of absolute weights are dropped from every layer for good. Accuracies are on the validation samples.</source>
        <translation>输入是一层所读取的特征图。每个阶段，从各层中去除权重绝对值之和最小的输入，且不再恢复。精度均针对验证样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>Another QGIS is installing these packages at the moment. Wait until it has finished.</source>
        <translation>另一个 QGIS 正在安装这些软件包。请等待其完成。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>Another run is writing to {folder}: its ledger is locked. Wait until it has ended, or choose another folder; runs that share the work take --shard.</source>
        <translation>另一个运行正在写入 {folder}：其台账已锁定。请等它结束，或选择另一个文件夹；分担工作的运行请用 --shard。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>Apply quality masks</source>
        <translation>应用质量掩膜</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>Area (km2)</source>
        <translation>面积（km2）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <source>Area of all minerals (km2)</source>
        <translation>所有矿物的面积（km2）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <source>Area report</source>
        <translation>面积报告</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>Areas are in percent only: the coordinate system of the map is not in metres or feet.</source>
        <translation>面积只以百分比给出：图的坐标系不以米或英尺为单位。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>Areas are not known: the map has no coordinate system.</source>
        <translation>面积未知：该图没有坐标系。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>Areas are those of the ellipsoid: the map's coordinates are degrees, or its projection distorts areas by more than 0.5 %.</source>
        <translation>面积为椭球面面积：该图的坐标以度为单位，或其投影的面积变形大于 0.5%。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>Areas are those of the map's projection, which keeps areas to within 0.5 %.</source>
        <translation>面积为该图投影平面上的面积，其面积变形不超过 0.5%。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>Areas of minerals</source>
        <translation>矿物面积</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_hidden_sizes.py"/>
        <source>As in 'Train model': pixels of the raster, other than the samples, from which the networks also learn. 0: they learn from the samples only.</source>
        <translation>与“训练模型”相同：栅格中样本以外的像元，网络也从中学习。0：只从样本中学习。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>Assess map</source>
        <translation>填图精度评价</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>At least {expected} bands are needed; {raster} has {found} usable bands in the range.</source>
        <translation>至少需要 {expected} 个波段；{raster} 在该范围内可用的波段有 {found} 个。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/plot_content.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation_figure.py"/>
        <source>Band</source>
        <translation>波段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <source>Band kept (um)</source>
        <translation>保留的波段（μm）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Bands</source>
        <translation>波段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>Bands remaining</source>
        <translation>剩余波段数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/pruning_settings.py"/>
        <source>Bands to keep</source>
        <translation>保留的波段数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Bars and shares are in logits: what each band, and each neuron, adds to the margin between the class and its runner-up, compared with the mean spectrum of the training. Bands: integrated gradients along the straight line from that mean, exact (Sundararajan et al. 2017). Neurons of the last hidden layer: Shapley values, exact, for the logits are linear in them. Both add up to the margin less the margin at the mean. They tell what this network used, not what is true of the ground.</source>
        <translation>柱形与贡献以 logit 为单位：与训练光谱的均值相比，每个波段、每个神经元为该类别与次优类别之间的差值增加了多少。波段：沿从该均值出发的直线的积分梯度，精确计算（Sundararajan 等，2017）。最后一个隐藏层的神经元：Shapley 值，因 logit 是它们的线性函数而精确。两者之和都等于差值减去均值处的差值。它们说明网络用了什么，而不说明地面的真实情况。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/map_picture.py"/>
        <source>Black: the models differ.</source>
        <translation>黑色：两个模型结果不同。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Block size (pixels)</source>
        <translation>块大小（像元）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <source>Blocks</source>
        <translation>块数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Both models identify the same {correct} of {n} samples correctly: these samples show no difference.</source>
        <translation>两个模型在 {n} 个样本中都正确识别了相同的 {correct} 个：这些样本未显示差异。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>By their names, these classes of {labels} are no minerals: {classes}. They are learnt like minerals all the same, and mapped wherever a pixel resembles them. If that is not meant, take them out of the labels (in a class raster, give them the number 0).</source>
        <translation>从名称看，{labels} 的下列类别不是矿物：{classes}。它们仍会像矿物一样被学习，凡与其相似的像元都会被填为该类。如非本意，请将其从标注中删去（分类栅格中可将其编号改为 0）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>CPU build only: stop before a CUDA build of several gigabytes is downloaded</source>
        <translation>仅 CPU 版：在下载数 GB 的 CUDA 版之前停止</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>Cancelled. The maps that were finished stay; run it again to map the rest.</source>
        <translation>已取消。已完成的制图结果保留；重新运行即可完成其余影像。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/base.py"/>
        <source>Cancelled; no output was written.</source>
        <translation>已取消，未写出任何结果。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>Cancelled; nothing was installed.</source>
        <translation>已取消；未安装任何内容。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Cancelling...</source>
        <translation>正在取消……</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>Changed with their patch (pixels)</source>
        <translation>随斑块改变类别的像元数（像元）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>Changes to the classes</source>
        <translation>类别的修改</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Checking pip...</source>
        <translation>正在检查 pip……</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/layout_entry.py"/>
        <source>Choose a mineral map in the list of layers first, then 'Print layout of the map'.</source>
        <translation>请先在图层列表中选择矿物图，再点击“矿物图打印布局”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock.py"/>
        <source>Choose a raster first.</source>
        <translation>请先选择栅格。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Choose scenes, or name patterns or lists of them.</source>
        <translation>请选择影像，或给出通配符或清单。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <location filename="../../mineral_prune_plugin/desktop/dock/result_tables.py"/>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>Classes must be whole numbers from 1 to {largest}; {labels} contains {found}.</source>
        <translation>类别须为 1 至 {largest} 的整数；{labels} 中有 {found}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock.py"/>
        <source>Click on a pixel first.</source>
        <translation>请先点击一个像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/plot_content.py"/>
        <source>Click on a pixel of the raster.</source>
        <translation>请点击栅格上的一个像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Click on the map to see the spectrum of a pixel</source>
        <translation>在地图上点击，查看像元的光谱</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Click the corners of a polygon, end it with the right button: the mean of its pixels</source>
        <translation>依次点击多边形的顶点，按右键结束：显示其像元的平均光谱</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>Cohen's kappa (-1 to 1)</source>
        <translation>Cohen Kappa 系数（-1 至 1）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>Columns of the scene, 20 m each.</source>
        <translation>影像的列数，每列 20 m。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_hidden_sizes.py"/>
        <source>Compare hidden sizes</source>
        <translation>比较隐藏层规模</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>Compare models</source>
        <translation>比较模型</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>Compares a mineral map with known minerals: sample points, or a reference raster of class numbers.

Outputs: the confusion matrix, overall accuracy, kappa and, for each mineral, the producer's accuracy (how much of the mineral the map finds) and the user's accuracy (how much of what the map shows is right), with 95 % intervals. Pixels that are unclassified or have no reference are counted separately.

Samples are chosen in numbers of their own, so the same is also estimated for all pixels of the map, weighted by area, and with it the true area of each mineral.

Use the test samples for a fair result: the model has already seen the others.</source>
        <translation>将矿物图与已知矿物比较：样本点，或以类别编号表示的参考栅格。

输出：混淆矩阵、总体精度、Kappa 系数，以及每种矿物的制图精度（该矿物有多少被图识别出来）和用户精度（图上标为该矿物的像元有多少正确），并附 95% 置信区间。未分类的像元和没有参考的像元另行计数。

样本数量与面积无关，因此还对图的所有像元按面积加权作同样的估计，并由此给出每种矿物的真实面积。

请使用测试样本，结果才公正：其他样本模型已经见过。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Comparison of two models</source>
        <translation>两个模型的比较</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>Comparison report</source>
        <translation>比较报告</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <source>Compression</source>
        <translation>压缩率</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>Compression (times smaller)</source>
        <translation>压缩率（倍）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Compression (times)</source>
        <translation>压缩率（倍）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Compression of bytes of weights (times)</source>
        <translation>权重字节压缩率（倍）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Compression of hidden units (times)</source>
        <translation>隐藏单元压缩率（倍）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Compression of multiply-adds (times)</source>
        <translation>乘加运算压缩率（倍）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Compression of parameters (times)</source>
        <translation>参数压缩率（倍）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Compression of units (times)</source>
        <translation>单元压缩率（倍）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>Confidence was calibrated on the polygons left out: the network's last layer was divided by a temperature of {temperature}, which changes no pixel's mineral. The expected calibration error there was {before} % before and is {after} % after.</source>
        <translation>置信度按留出的面作了校准：网络最后一层除以温度 {temperature}，这不改变任何像元的矿物。在这些面上，期望校准误差校准前为 {before}%，校准后为 {after}%。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>Confusion matrix: polygons left out</source>
        <translation>混淆矩阵：留出的面</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Confusion matrix: simulated spectra</source>
        <translation>混淆矩阵：模拟光谱</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Confusion matrix: test samples</source>
        <translation>混淆矩阵：测试样本</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Confusion matrix: validation samples</source>
        <translation>混淆矩阵：验证样本</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <source>Contribution (%)</source>
        <translation>贡献（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <source>Contribution: the band's share of the first layer's weights before neurons were pruned.</source>
        <translation>贡献：神经元剪枝之前，该波段在第一层权重中所占的比例。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>Controls</source>
        <translation>对照</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/map_layout.py"/>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>Coordinate system</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Copy as picture</source>
        <translation>复制为图片</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Copy log</source>
        <translation>复制日志</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Correct / all</source>
        <translation>正确 / 全部</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Correct / identified</source>
        <translation>正确 / 识别为该类</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Correct / reference</source>
        <translation>正确 / 参考</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>Correct / validation samples</source>
        <translation>正确 / 验证样本</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>Count</source>
        <translation>数量</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>Counted separately</source>
        <translation>单独统计</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Counts of simulated spectra. Rows are the simulated classes, columns the identified classes. The shade is the share of the row: blue for correct, orange for wrong. Unclassified spectra count as omissions in the producer's accuracy.</source>
        <translation>单位：模拟光谱数。行为模拟的类别，列为识别类别。颜色深浅表示占该行的比例：蓝色为正确，橙色为错误。计算制图精度时，未分类的光谱计为漏分。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>Create example scene</source>
        <translation>创建示例影像</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>Creates a hyperspectral scene for trying out the plugin: 50 bands from 1.99 to 2.48 um and seven minerals, zoned like the hydrothermal alteration at Cuprite, Nevada, with mixtures, shade and noise. It is computed from published absorption positions, not measured, and its minerals are as hard to identify as those of the real scene.

Outputs: the scene (reflectance) and its labels, a class raster for 'Draw samples' and 'Assess map'.</source>
        <translation>生成一景高光谱影像，供试用本插件：1.99 至 2.48 μm 共 50 个波段、七种矿物，按美国内华达州 Cuprite 地区热液蚀变的样式分带，含混合像元、阴影和噪声。影像根据已发表的吸收特征位置计算得出，并非实测，其矿物的识别难度与真实影像相当。

输出：影像（反射率）及其标注，后者为类别栅格，可供“抽取样本”和“填图精度评价”使用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Criterion</source>
        <translation>评分准则</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>Cross-entropy loss (nats)</source>
        <translation>交叉熵损失（nat）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Dask scheduler</source>
        <translation>Dask 调度器</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/map_layout.py"/>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Deciding absorptions, deepest first (um)</source>
        <translation>起决定作用的吸收特征，由深到浅（μm）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Depth of the deepest absorption, in percent of the continuum: of simulated spectra as deep as this, half get a mineral's name, and of deeper ones more. No number: fewer than half are named at any depth.</source>
        <translation>最深吸收特征的深度，以占连续统的百分比表示：达到这一深度的模拟光谱有一半被定名，更深的则更多。无数值：在任何深度下被定名的都不足一半。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>Details</source>
        <translation>详细内容</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Device</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Distance from a test sample to the nearest training sample, median (pixels)</source>
        <translation>测试样本到最近训练样本的距离，中位数（像元）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>Divided by the scale of {scale:g} that {library} states, its values reach only {largest:g}. Correct the scale in the file; values from 0 to 1 have a scale of 1.</source>
        <translation>按 {library} 所给的比例因子 {scale:g} 换算后，其数值最大仅为 {largest:g}。请更正文件中的比例因子；数值为 0 至 1 时，比例因子应为 1。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/packages_notice.py"/>
        <source>Do not show again</source>
        <translation>不再显示</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Downloading: {fetched} MB so far</source>
        <translation>正在下载：已完成 {fetched} MB</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Draw a polygon</source>
        <translation>绘制多边形</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Draw samples</source>
        <translation>抽取样本</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Draws pixels whose mineral is known from a class raster, polygons or points: a number of each class for training, validation and testing. A mineral with fewer pixels gives all that it has; the log lists the labelled pixels of each mineral and what was drawn.

Only pixels with data are drawn, each once. The output is a point layer with the fields mineral, class, split and group (the polygon, cluster of points or block that the pixel lies in). Check it on the map, and delete or move any points that are wrong.

With random pixels the accuracy looks too good, because neighbouring pixels are alike; blocks keep training and test samples apart in space.</source>
        <translation>从类别栅格、面或点中抽取矿物已知的像元：每类若干个，用于训练、验证和测试。像元较少的矿物给出其全部像元；日志列出每种矿物的已标注像元数和抽取的数量。

只抽取有数据的像元，每个像元一次。输出为点图层，字段为 mineral（矿物）、class（类别）、split（划分）和 group（像元所在的面或块）。请在图上检查，删除或移动错误的点。

随机像元会使精度偏高，因为相邻像元彼此相似；空间分块使训练样本与测试样本在空间上分开。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>Each cross is one network, trained with its own seed.</source>
        <translation>每个叉号代表一个用各自随机种子训练的网络。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Each row is a layer, named by block and position (T: a transition between blocks), and each column is a layer whose feature maps it may read. The shade is the contribution, the share of the layer's absolute weights; the number is how many maps are read. Left: just before the first inputs were dropped; right: the final network.</source>
        <translation>每行是一层，以块号和位置命名（T：块间过渡层）；每列是它可以读取其特征图的一层。颜色深浅表示贡献，即其在该层权重绝对值中所占的比例；数字是读取的特征图数。左：首次去除输入之前；右：最终的网络。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>EnMAP, PRISMA, GF-5 and ZY1 see about 0.9 to 1.0 um with two spectrometers. keep: all bands, in the order of their wavelengths. vnir, swir: those of one of the two. average: the mean of each band of the SWIR and its nearest band of the VNIR.</source>
        <translation>EnMAP、PRISMA、高分五号和资源一号在约 0.9 至 1.0 μm 处有两个光谱仪。keep：保留全部波段，按波长排序。vnir、swir：只取其中一个光谱仪的波段。average：每个 SWIR 波段与最近的 VNIR 波段的均值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>Epoch</source>
        <translation>训练轮次</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/training.py"/>
        <location filename="../../mineral_prune_plugin/models/training_settings.py"/>
        <location filename="../../mineral_prune_plugin/pruning/sparse_settings.py"/>
        <source>Epochs</source>
        <translation>训练轮数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/pruning_settings.py"/>
        <source>Epochs of retraining after each round</source>
        <translation>每次剪枝后的再训练轮数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Epochs trained, epoch kept</source>
        <translation>训练轮数，保留的轮次</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>Every mineral of {layer} has a single polygon, so none can be left out. Label a second polygon of each; or make samples with 'Draw samples', which can divide a polygon, and choose 'test samples' under 'Accuracy from'.</source>
        <translation>{layer} 的每种矿物都只有一个面，因此无法留出。请为每种矿物再标注一个面；或用“抽取样本”生成样本（它可以拆分一个面），并在“精度来源”中选择 'test samples'。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>Every polygon was left out in turn ({folds} times in all, several at once where polygons are many), networks that had not met it identified its pixels, and these are counted here. The interval takes a polygon, not a pixel, for a trial, since pixels of a polygon are alike. The network that was written has learnt from all samples of all splits, so it should do no worse, and no sample is left to test it.</source>
        <translation>依次留出每个面（共 {folds} 次，面很多时一次留出几个），由没有见过它的网络识别其像元，此处统计的就是这些像元。同一个面的像元彼此相似，因此区间以面而不是像元为试验单位。写出的网络用所有划分的全部样本训练，精度应不低于此；已没有样本可用来测试它。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>Example scene</source>
        <translation>示例影像</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/explain_pixels.py"/>
        <source>Explain pixels</source>
        <translation>解释像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/export_onnx.py"/>
        <source>Export model to ONNX</source>
        <translation>导出模型为 ONNX</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>Extent</source>
        <translation>范围</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Extra package index</source>
        <translation>附加软件包索引</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Feature maps that each layer adds to those before it.</source>
        <translation>每层在其之前的特征图上增加的特征图数。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Feature of the spectrum</source>
        <translation>光谱特征</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Features of the spectrum</source>
        <translation>光谱特征</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/sample_polygons.py"/>
        <source>Field with the mineral</source>
        <translation>矿物字段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <source>Field with the polygons' names</source>
        <translation>面的名称字段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_hidden_sizes.py"/>
        <source>First seed</source>
        <translation>首个随机种子</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>First taken for second (%)</source>
        <translation>前者误认为后者（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Folder of the archive</source>
        <translation>影像库文件夹</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>For a product that states none or a wrong one: what a stored 1 is in reflectance, such as 0.0001 where 10000 stands for 1. 0: as the product states it.</source>
        <translation>用于没有比例因子或比例因子有误的产品：存储值 1 对应的反射率，如 10000 表示 1 时为 0.0001。0：采用产品自身的比例因子。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>For a product that states none: text or CSV with the wavelength of a band in each line, optionally its FWHM, or a raster (or its .hdr) of the same sensor. Empty: those of the product.</source>
        <translation>用于没有波长信息的产品：每行一个波段波长（可另附半高宽）的文本或 CSV 文件，或同一传感器的栅格（或其 .hdr）。留空：采用产品自带的波长。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>For a raster from another sensor: where no band lies within 0.005 um of a band that the model needs, interpolate between its two neighbours, provided they are no more than 0.05 um apart. Beyond the raster's first or last band by less than half a band's width, that band is taken, and it is said.</source>
        <translation>用于另一种传感器的栅格：在模型所需波段的 0.005 微米之内没有波段时，由两侧相邻波段插值，条件是两者相距不超过 0.05 微米。超出栅格首末波段不到半个波段宽度时，取该首末波段，并在日志中说明。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>For huge scenes: the windows of one scene are mapped by all processes. The map is the same.</source>
        <translation>用于巨大影像：由所有进程处理同一景的各个窗口。图相同。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>For polygons and points: a field of names or whole numbers. Empty: the field 'mineral', or else 'class'. Ignored for a class raster.</source>
        <translation>用于面和点：含名称或整数的字段。留空：先找字段“mineral”，再找“class”。对类别栅格不起作用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/sample_polygons.py"/>
        <source>For polygons: a field of names or whole numbers. Empty: the field 'mineral', or else 'class'. Ignored for points.</source>
        <translation>用于面：名称或整数字段。留空：字段 'mineral'，没有时用 'class'。点图层忽略此项。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>For products whose pixels lie as the sensor saw them (EMIT): put them on the ground with the product's own lookup table, each unchanged. Untick to keep the geometry of the sensor, in which each pixel is mapped once, but labels in map coordinates cannot be used.</source>
        <translation>用于像元按传感器几何排列的产品（EMIT）：用产品自带的查找表将像元放到地面位置，像元值不变。取消勾选则保留传感器几何，每个像元只填图一次，但不能使用地图坐标的标注。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>For the accuracy of the whole map. by mineral: a number of pixels of each mineral where it is known, as 'Draw samples' does. random: at random over the whole map, or a number of pixels of each class of the map.</source>
        <translation>用于整幅图的精度。by mineral：在矿物已知处按矿物抽取若干像元，“抽取样本”即是如此。random：在整幅图上随机抽取，或按图的每个类别抽取若干像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>GDAL cannot read {raster} (provider: {provider}). Save it as a GeoTIFF first.</source>
        <translation>GDAL 无法读取 {raster}（数据提供者：{provider}）。请先另存为 GeoTIFF。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>GDAL {version} takes the bands of {raster} for columns: {width} x {height} pixels of {bands} bands. Open the granule with 'Open product' first, and choose the raster that it writes.</source>
        <translation>GDAL {version} 将 {raster} 的波段误作列：{width} x {height} 像元、{bands} 个波段。请先用“打开产品”打开该数据，再选择其写出的栅格。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Gaps are neurons that were pruned earlier.</source>
        <translation>空缺处为先前已剪除的神经元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>GeoTIFF of class numbers, with a style file (.qml) beside it.</source>
        <translation>类别编号，GeoTIFF 格式，旁附样式文件（.qml）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>GeoTIFF of class numbers: the mineral of each pixel, 0 where no mineral dominates.</source>
        <translation>类别编号，GeoTIFF 格式：每个像元的矿物，没有占优势的矿物时为 0。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>GeoTIFF of reflectance, stored as integers with a scale factor of 0.0001.</source>
        <translation>反射率，GeoTIFF 格式，以整数存储，比例因子 0.0001。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>GeoTIFF of the class numbers on which both models agree, 255 where they differ, 0 where there is no data or both leave the pixel unclassified; with a style file (.qml) beside it.</source>
        <translation>两个模型一致给出的类别编号，GeoTIFF 格式；不一致处为 255，无数据或两个模型均未分类处为 0；旁附样式文件（.qml）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>GeoTIFF of the model's confidence in the mineral, 0 to 1; 0 where the model finds none of its minerals, -1 where there is no data.</source>
        <translation>模型对所识别矿物的置信度，GeoTIFF 格式，0 至 1；模型未识别出任何矿物处为 0，无数据处为 -1。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_neurons.py"/>
        <source>GeoTIFF of the neurons' outputs after ReLU (no unit), one band per neuron.</source>
        <translation>神经元经 ReLU 之后的输出（无量纲），GeoTIFF 格式，每个神经元一个波段。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>GeoTIFF with 1 where the pixel keeps its mineral in eight repetitions with noise of the scene added and its absorptions weakened by up to a fifth, 0 where it does not or is unclassified, 255 where there is no data. A pixel that is not settled is not wrong, but near the limit of what the noise allows. It takes many times as long as the map alone.</source>
        <translation>GeoTIFF 栅格：八次重复中加入影像噪声并将吸收特征最多减弱五分之一，像元每次都保持其矿物时为 1，否则或未分类时为 0，无数据处为 255。不稳定的像元并不等于错误，只是接近噪声所允许的极限。所需时间是单独填图的许多倍。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>Give either 'Samples (points)' (SAMPLES) or 'Reference raster' (REFERENCE): one of the two, not {count}.</source>
        <translation>“样本（点）”（SAMPLES）与“参考栅格”（REFERENCE）须且只须给出其一，现给出了 {count} 个。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <source>Groups</source>
        <translation>组数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <source>Growth (maps per layer)</source>
        <translation>增长率（每层特征图数）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Half are named down to a depth of (%)</source>
        <translation>半数被定名的最小深度（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>Half of the test samples lie within {median:.1f} pixels of a training sample: the accuracy holds for places as close to known ones, and is lower farther away.</source>
        <translation>半数测试样本与最近的训练样本相距不超过 {median:.1f} 个像元：该精度适用于离已知位置同样近的地方，更远处精度较低。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>Height (pixels)</source>
        <translation>高度（像元）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_hidden_sizes.py"/>
        <source>Hidden sizes</source>
        <translation>隐藏层规模</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/training_settings.py"/>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Hidden units</source>
        <translation>隐藏单元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_hidden_sizes.py"/>
        <source>Hidden units of each network, separated by commas; 64-32 is a network with two hidden layers.</source>
        <translation>各个网络的隐藏单元数，以逗号分隔；64-32 表示有两个隐藏层的网络。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/pruning_settings.py"/>
        <source>Hidden units to keep</source>
        <translation>保留的隐藏单元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>Highest (%)</source>
        <translation>最高（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>How far the validation accuracy may lie below that of the best network, for 'Keep: smallest' and 'Bands to keep: automatic'.</source>
        <translation>验证精度最多可比最好的网络低多少，用于“保留哪个网络”为 smallest 和“保留的波段数”为 automatic 时。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_hidden_sizes.py"/>
        <source>How many networks of each size are trained.</source>
        <translation>每种规模训练多少个网络。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>How neurons are scored; the highest scores go.</source>
        <translation>神经元的评分方式；得分最高者被剪除。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>How spectra were simulated</source>
        <translation>光谱的模拟方法</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>How the compared pixels were chosen</source>
        <translation>参与比较的像元的抽取方式</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>How the reflectance is transformed before the network sees it.</source>
        <translation>反射率在输入网络之前如何变换。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Hyperspectral raster (reflectance)</source>
        <translation>高光谱栅格（反射率）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>Identifies the mineral of every pixel with a trained or pruned model and writes a class map.

The raster needs the bands of the model and can be of any size: it is read block by block. Bands are matched by wavelength, whatever their number and order in the file.

The map is a GeoTIFF of class numbers with names and colours; 0 is no data or unclassified. A pixel is unclassified where the confidence is below the least, or where the model finds none of its minerals: some models, such as those trained from a spectral library, also know other minerals, vegetation, water and spectra without clear absorptions, and name none of their own minerals there. The log says how many pixels there are of each kind.

The confidence is the network's own (softmax); such networks are overconfident: they are right less often than it suggests.</source>
        <translation>用训练好的或剪枝后的模型识别每个像元的矿物，并输出分类图。

栅格须具有模型所需的波段，大小不限：数据按块读取。波段按波长匹配，与文件中波段的数量和顺序无关。

输出图为类别编号的 GeoTIFF，带有名称和颜色；0 表示无数据或未分类。像元未分类，或因置信度低于最低置信度，或因模型未识别出其任何矿物：有些模型（如由光谱库训练的模型）还能辨别其他矿物、植被、水体以及没有明显吸收特征的光谱，遇到这些像元时不给出矿物。日志列出各类未分类像元的数目。

置信度由网络自身给出（softmax）；此类网络过于自信：实际正确率低于置信度。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/simulation/simulation_notices.py"/>
        <source>In the bands of the scene, fewer than half of the spectra of these minerals in {library} have an absorption of {depth} % or more: {minerals}. The model knows them by these few, which may show an impurity instead. Leave them out, or choose wavelengths in which they absorb.</source>
        <translation>在本影像的波段内，{library} 中下列矿物的光谱有吸收（深度不小于 {depth}%）的不到一半：{minerals}。模型只能凭这少数光谱认识它们，而这些光谱显示的可能是杂质。请去掉这些矿物，或选用它们有吸收的波长。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>In the sample of the scene, no pixel is named: {minerals}.</source>
        <translation>在抽取的影像像元中，没有像元被定名为：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Inputs in total</source>
        <translation>输入总数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Inputs read</source>
        <translation>读取的输入数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/sparse_settings.py"/>
        <source>Inputs to drop (%)</source>
        <translation>去除的输入（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Install</source>
        <translation>安装</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/packages_notice.py"/>
        <source>Install packages...</source>
        <translation>安装软件包……</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/packages_notice.py"/>
        <source>Install...</source>
        <translation>安装……</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Installed: {packages}.</source>
        <translation>已安装：{packages}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>Instead of samples: a raster of class numbers, 0 where the mineral is unknown. Any pixel grid.</source>
        <translation>代替样本：类别编号栅格，矿物未知处为 0。像元网格不限。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Interpolate missing bands</source>
        <translation>插值缺失波段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Intervals of the accuracies: Wilson 1927; of the difference between paired samples: Newcombe 1998, method 10. The intervals are approximate and the test is exact, so in borderline cases they may disagree.</source>
        <translation>各精度的置信区间：Wilson 1927；配对样本差值的置信区间：Newcombe 1998，方法 10。区间是近似的，而检验是精确的，因此在临界处二者可能不一致。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>It was nearly left unclassified ({mineral}: {probability} %), {margin} logits behind.</source>
        <translation>该像元险些未分类（{mineral}：{probability}%），仅低 {margin} 个 logit。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Iteration {iteration} was kept: {after} hidden units instead of {before}, {ratio} times fewer. The overall accuracy on the validation samples is {oa} %, compared with {first} % for the unpruned network.</source>
        <translation>保留第 {iteration} 次迭代的结果：隐藏单元由 {before} 个减至 {after} 个，压缩率为 {ratio} 倍。验证样本的总体精度为 {oa}%，未剪枝时为 {first}%。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Iteration {iteration}, layer {layer}: {pruned} of {neurons} neurons are pruned in the next round.</source>
        <translation>第 {iteration} 次迭代，第 {layer} 层：{neurons} 个神经元中有 {pruned} 个将在下一次剪除。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>Iteration, with the hidden units below</source>
        <translation>迭代次数（其下为隐藏单元数）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Iterations</source>
        <translation>迭代过程</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/pruning_settings.py"/>
        <source>Iterations at most</source>
        <translation>最多迭代次数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Kappa</source>
        <translation>Kappa 系数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Keep</source>
        <translation>保留哪个网络</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Keep this spectrum in the plot</source>
        <translation>把此光谱保留在图中</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>Kept minus this (points)</source>
        <translation>保留的网络减此网络（百分点）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>Labelled by</source>
        <translation>标注者</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>Labelled pixels of {labels} with data: {pixels}.</source>
        <translation>{labels} 中有数据的已标注像元：{pixels}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Labelled samples</source>
        <translation>有标签样本</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>Labels of the example scene</source>
        <translation>示例影像的标注</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>Latitudes and longitudes of {product} are missing or agree with neither reading of its corner coordinates (nearest: {metres:.1f} m). They are taken as the {where} of its corner pixels; check the place on a map.</source>
        <translation>{product} 缺少经纬度，或经纬度与角点坐标的两种解释都不相符（最接近的相差 {metres:.1f} m）。角点坐标按角点像元的{where}处理；请在地图上检查位置。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <location filename="../../mineral_prune_plugin/pruning/sparse_settings.py"/>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <source>Layers of a block</source>
        <translation>每块的层数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Layers of the network, divided between two blocks.</source>
        <translation>网络的层数，分配到两个块中。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Layers of the project, or files. Any number.</source>
        <translation>工程中的图层或文件。数量不限。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Lays the plugin's library spectrum of the mineral over the pixel's, as bright</source>
        <translation>把插件光谱库中该矿物的光谱按相同亮度叠加到像元光谱上</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Learning curve</source>
        <translation>学习曲线</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>Least confidence (0 to 1)</source>
        <translation>最低置信度（0 至 1）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_model.py"/>
        <source>Leave pixels unclassified that are unlike all samples</source>
        <translation>与所有样本都不相似的像元不分类</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Left unclassified</source>
        <translation>不予分类的像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>Left unclassified: too dark to be told. Its reflectance is below {darkest} on average, beyond 1 um where the model has bands there.</source>
        <translation>未分类：过暗而无法识别。其平均反射率低于 {darkest}（模型有 1 µm 以上的波段时只计这些波段）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>Left unclassified: {reason} (probability {probability} %).</source>
        <translation>未分类：{reason}（概率 {probability}%）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Left unnamed (%)</source>
        <translation>未定名（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Left without a name</source>
        <translation>未定名的原因</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/layout_legend.py"/>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Library spectrum</source>
        <translation>光谱库光谱</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Listed are pairs of which more than {share} % of the first mineral's named simulated spectra are named as the second. Where a map shows one of the two, it may be the other. Consider making them one class.</source>
        <translation>表中列出前者已定名的模拟光谱中有超过 {share}% 被定名为后者的矿物对。图上显示其中一种矿物之处，也可能是另一种。可考虑将二者合为一类。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Logit</source>
        <translation>Logit</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Longest time of a scene (minutes)</source>
        <translation>一景的最长时间（分钟）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>Lowest (%)</source>
        <translation>最低（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>Made with</source>
        <translation>制作软件</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>Makes a mineral map easier to read: renames, recolours, merges and removes classes, and takes away small patches.

Classes that get the same name become one. Then every patch of fewer pixels than the smallest that stays becomes the mineral of its largest neighbour. Unclassified pixels and those without data stay as they are: no patch grows over them, and a small one stays where no neighbour is large enough.

The map is a GeoTIFF of class numbers, with names and colours in the file and a style beside it. It shows less than was found: assess the map before you tidy it.</source>
        <translation>使矿物图更易读：对类别改名、换色、合并和去除，并去掉小斑块。

名称相同的类别合并为一类。然后，像元数少于最小保留斑块的斑块改为其最大相邻斑块的矿物。未分类和无数据的像元保持不变：斑块不会扩展到这些像元；没有足够大的相邻斑块时，小斑块保留。

所得的图是类别编号的 GeoTIFF，名称和颜色在文件之内，旁附样式。它所显示的少于识别结果：请在整饰之前评价矿物图的精度。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Makes a trained model smaller: neurons that are zero for most of the correctly identified validation samples (C-APoZ, Deng et al. 2022) are removed, the rest of the network is retrained, and so on.

Use the raster and the samples that the model was trained on. In each round, neurons that score above the mean plus one standard deviation of their layer are removed. 'Keep' decides which round becomes the pruned model. The smaller network also learns from unlabelled pixels, which the unpruned network labels.

'Bands to keep' can drop bands as well, before the neurons: mapping becomes faster, since only the remaining bands are read from disk. The pruned model can map any raster that has those bands.

Outputs: the pruned model, a table with one row per round (units, compression, threshold, accuracy before and after retraining, neurons removed), and a report with figures. The report also shows the controls: the unpruned network trained for as long, random pruning, and a network of the same size trained from scratch. The test samples are used once, at the end, for the model that is kept.</source>
        <translation>使训练好的模型变小：剪除对多数识别正确的验证样本输出为零的神经元（C-APoZ，Deng 等 2022），再训练网络的其余部分，如此反复。

请使用训练该模型时的栅格和样本。每次迭代中，得分高于所在层均值加一倍标准差的神经元被剪除。“保留哪个网络”决定以哪次迭代的结果作为剪枝后的模型。较小的网络还从未标注像元中学习，其标签由未剪枝网络给出。

“保留的波段数”可在剪除神经元之前先剔除波段：由于只需从磁盘读取余下的波段，填图更快。剪枝后的模型可用于任何具有这些波段的栅格。

输出：剪枝后的模型；每次迭代一行的表格（隐藏单元、压缩率、阈值、再训练前后的精度、剪除的神经元）；带图的报告。报告还给出对照结果：训练同样久的未剪枝网络、随机剪枝，以及从头训练的同规模网络。测试样本只在最后对保留的模型使用一次。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Map an archive of scenes</source>
        <translation>影像库批量填图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>Map and reference are matched by the names of their classes, but none is in both: the map has {first}, the reference {second}. Give the same minerals the same names.</source>
        <translation>矿物图与参考数据按类别名称对应，但没有共同的名称：矿物图有 {first}，参考数据有 {second}。请给同种矿物以相同的名称。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>Map and reference number their classes differently, so classes were matched by name (number in the reference = number in the map): {matched}. Only the map has {first}; only the reference has {second}.</source>
        <translation>矿物图与参考数据的类别编号不同，因此按名称对应（参考数据中的编号 = 矿物图中的编号）：{matched}。仅矿物图有：{first}；仅参考数据有：{second}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>Map minerals</source>
        <translation>矿物填图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_neurons.py"/>
        <source>Map neurons</source>
        <translation>神经元响应图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>Mapped (%)</source>
        <translation>填图面积（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>Mapped (km2)</source>
        <translation>填图面积（km²）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Maps many scenes with one model, each to a map of its own, with processes beside QGIS (Dask) or on a cluster. QGIS stays usable meanwhile.

Every scene gets a folder with a cloud-optimised GeoTIFF of class numbers, its style, a JSON file on how it was made and a STAC item. A virtual raster shows all of them as one layer. A ledger says what became of every scene.

A scene that cannot be mapped is named in the log, and the others go on. Run it again, after a crash or after cancelling too, and only what is missing or has changed is mapped: what is finished stays.

The same from a shell, without QGIS: mineral-map.</source>
        <translation>用一个模型为许多影像填图，每景一幅图，由 QGIS 之外的进程（Dask）或集群完成。其间 QGIS 仍可使用。

每景有一个文件夹，内有云优化 GeoTIFF 类别图、样式、说明如何生成的 JSON 文件和 STAC 条目。一个虚拟栅格将所有图显示为一个图层。台账记录每景的结果。

无法填图的影像会在日志中指出，其余的继续进行。再次运行（崩溃或取消之后也可以）只处理缺少的或已改变的影像：已完成的保留。

不用 QGIS，在终端中同样可用：mineral-map。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <source>Maps of the first convolution</source>
        <translation>第一个卷积的特征图数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Materials</source>
        <translation>物质</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/search_words.py"/>
        <source>McNemar, difference, agreement</source>
        <translation>McNemar，差异，一致性</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>Mean accuracy (%)</source>
        <translation>平均精度（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>Mean confidence</source>
        <translation>平均置信度</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Mean reflectance of the training samples, each mineral scaled from its lowest to its highest value. Dashed lines mark the deepest absorption of the minerals that the plugin knows by name: a spectrum without an absorption there may be mislabelled.</source>
        <translation>训练样本的平均反射率，每种矿物由最低值拉伸到最高值。虚线标出插件按名称认识的矿物的最深吸收特征：若光谱在该处没有吸收特征，其标注可能有误。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <source>Mean reflectance of the training samples, each mineral scaled from its lowest to its highest value. Grey lines mark the bands that are kept; dashed lines mark the deepest absorption of the minerals that the plugin knows by name.</source>
        <translation>训练样本的平均反射率，每种矿物由最低值拉伸到最高值。灰线标出保留的波段；虚线标出插件按名称认识的矿物的最深吸收特征。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <source>Measures the area of each mineral of a map, and on request within each polygon of a layer, such as claims or geological units.

The table has a row a mineral: pixels, area, share of what is mapped as a mineral, and with a confidence raster the mean confidence. Unclassified pixels have a row of their own. A pixel belongs to a polygon if its centre lies in it; polygons may overlap.

Areas are measured on the ellipsoid where the coordinates are degrees or the projection distorts areas by more than 0.5 % (such as Web Mercator); else, as in UTM, in the map's own plane.

These are areas on the map, with its errors; 'Assess map' estimates the true ones from samples.

In a batch, give all rows the same table of scenes: each adds a row.</source>
        <translation>量算矿物图上每种矿物的面积，也可按图层的各个面（如矿权区或地质单元）分别量算。

表中每种矿物一行：像元数、面积、占已定名矿物的比例；有置信度栅格时还给出平均置信度。未分类的像元单列一行。像元中心落在面内的像元属于该面；面可以重叠。

坐标以度为单位，或投影的面积变形大于 0.5%（如 Web 墨卡托）时，面积在椭球面上量算；否则（如 UTM）在该图的投影平面上量算。

这是图上的面积，包含图的误差；“填图精度评价”由样本估计真实面积。

批处理时，请让各行使用同一个影像汇总表：每行任务在其中添加一行。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/memory.py"/>
        <source>Memory that it may use beside QGIS itself (MB, at least {least})</source>
        <translation>除 QGIS 本身之外可使用的内存（MB，至少 {least}）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Mineral</source>
        <translation>矿物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Mineral Prune trains networks with Python packages that do not come with QGIS. They are installed into a folder of your profile, only for the Python {version} of this QGIS; QGIS's own packages, including numpy and GDAL, are not changed.</source>
        <translation>Mineral Prune 用 QGIS 未自带的 Python 软件包训练网络。它们安装到您的用户配置文件夹中，仅供此 QGIS 的 Python {version} 使用；QGIS 自带的软件包（包括 numpy 和 GDAL）保持不变。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Mineral Prune: install packages</source>
        <translation>Mineral Prune：安装软件包</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/entry.py"/>
        <source>Mineral Prune: show the spectrum of a pixel, and why it gets its mineral</source>
        <translation>Mineral Prune：显示像元的光谱，以及它为何被识别为该矿物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>Mineral map</source>
        <translation>矿物图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/example_model.py"/>
        <source>Mineral map from scene and labels</source>
        <translation>由影像和标注得到矿物图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/example_model.py"/>
        <source>Mineral map from scene and spectral library</source>
        <translation>由影像和光谱库得到矿物图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <source>Mineral pixels</source>
        <translation>有矿物的像元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>Minerals must be like 'muscovite = muscovite, illite; alunite': a name, then the beginnings of the names of its spectra; '{text}' is not.</source>
        <translation>矿物须写成“muscovite = muscovite, illite; alunite”的形式：先写名称，再写其光谱名称的开头；“{text}”不符合。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <source>Minerals to identify</source>
        <translation>待识别的矿物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Minerals {first} to {last}</source>
        <translation>第 {first} 至 {last} 种矿物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Minerals: reference spectra and pixels of the scene</source>
        <translation>各矿物的参考光谱与影像像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Model A</source>
        <translation>模型 A</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Model A \ model B</source>
        <translation>模型 A \ 模型 B</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Model A correct</source>
        <translation>模型 A 正确</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Model A correct (%)</source>
        <translation>模型 A 正确（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Model A wrong</source>
        <translation>模型 A 错误</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Model B</source>
        <translation>模型 B</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Model B correct</source>
        <translation>模型 B 正确</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Model B correct (%)</source>
        <translation>模型 B 正确（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Model B wrong</source>
        <translation>模型 B 错误</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>Model file</source>
        <translation>模型文件</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>More scenes, separated by semicolons: patterns such as /data/*.tif, CSV files with a column scene, files of STAC items, addresses such as s3://bucket/scene.tif.</source>
        <translation>更多影像，以分号分隔：通配符（如 /data/*.tif）、含 scene 列的 CSV 文件、STAC 条目文件、地址（如 s3://bucket/scene.tif）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Most simulated spectra hold a second material, and many have absorptions as shallow as those of real scenes, so these shares are higher than for pure materials with deep absorptions.</source>
        <translation>大多数模拟光谱含有第二种物质，且许多光谱的吸收特征与真实影像一样浅，因此上述比例高于吸收特征较深的纯净物质。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Multiply-adds per pixel</source>
        <translation>每像元乘加运算数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Named as another mineral (%)</source>
        <translation>定名为其他矿物（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Named correctly (%)</source>
        <translation>定名正确（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>Neither wavelengths nor names tell which of the {bands} bands of {raster} are those of the model: they are taken in their order. If it is not that of the training raster, the result is wrong.</source>
        <translation>无法由波长或名称判断 {raster} 的 {bands} 个波段与模型波段的对应关系，因此按顺序对应。如果顺序与训练栅格不同，结果就是错误的。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/result_tables.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Neuron</source>
        <translation>神经元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>Neuron (original number, from 0)</source>
        <translation>神经元（原始编号，从 0 开始）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Neurons</source>
        <translation>神经元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Neurons removed</source>
        <translation>剪除的神经元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>New colour</source>
        <translation>新颜色</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>No Dask scheduler answers at {address} ({reason}). Start one, or leave the address out to use the cores of this machine.</source>
        <translation>{address} 处没有 Dask 调度器应答（{reason}）。请启动一个，或不填地址以使用本机的核心。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <source>No band had to be removed.</source>
        <translation>无须剔除任何波段。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>No file matches {pattern}. Correct the pattern or the folder.</source>
        <translation>没有文件与 {pattern} 匹配。请更正通配符或文件夹。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>No labelled pixel has a valid spectrum in {raster}. Check that the labels lie on the raster and are not all 0.</source>
        <translation>{raster} 中没有光谱有效的已标注像元。请检查标注是否位于栅格之上，且不全为 0。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>No labelled pixel of {labels} can be used: {conflicts} lie in polygons or points of different minerals, which are left out since no pixel can be both, and {others} have no valid spectrum in {raster}. Draw the labels so that those of different minerals do not overlap, or give those that overlap the same mineral.</source>
        <translation>{labels} 中没有可用的标注像元：{conflicts} 个像元位于不同矿物的多边形或点内，因同一像元不能属于两种矿物而被舍去，另有 {others} 个像元在 {raster} 中没有有效光谱。请使不同矿物的标注互不重叠，或将重叠的标注改为同一矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>No labelled pixel with data is left of these minerals of {labels}: {minerals}.</source>
        <translation>{labels} 的下列矿物没有剩下任何具有数据的标注像元：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>No pixel of {map} is both classified and in the reference. Choose a reference for the same area.</source>
        <translation>{map} 中没有既已分类又有参考数据的像元。请选择同一地区的参考数据。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>No quality masks of {product} are known; none is applied.</source>
        <translation>没有已知的 {product} 质量掩膜，未应用任何掩膜。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/map_layout.py"/>
        <source>No scale bar: the project has no ellipsoid (Project &gt; Properties &gt; General).</source>
        <translation>无比例尺：工程未设置椭球体（工程 &gt; 属性 &gt; 常规）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>No scene was mapped.</source>
        <translation>没有任何影像完成填图。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>No spectrum of {library} ({lowest:.3f} to {highest:.3f} um) has values close enough to any of the {bands} bands of {raster} ({first:.3f} to {last:.3f} um). Choose another library or range.</source>
        <translation>{library}（{lowest:.3f} 至 {highest:.3f} μm）中没有光谱在 {raster} 的 {bands} 个波段（{first:.3f} 至 {last:.3f} μm）附近有足够接近的值。请选择其他光谱库或波长范围。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>No spectrum of {library} covers {bands} of the {total} bands of {raster}, between {first:.3f} and {last:.3f} um. They are not used.</source>
        <translation>{library} 中没有光谱覆盖 {raster} 的 {total} 个波段中的 {bands} 个（{first:.3f} 至 {last:.3f} 微米之间）。这些波段不使用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>No spectrum of {library} has a name that begins with '{pattern}' ({mineral}).</source>
        <translation>{library} 中没有名称以“{pattern}”（{mineral}）开头的光谱。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>No spectrum of {library} has a name that begins with {patterns}, so '{mineral}' cannot be learnt. Correct the names, or leave this mineral out.</source>
        <translation>{library} 中没有名称以 {patterns} 开头的光谱，因此无法学习“{mineral}”。请更正名称，或去掉这种矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>No test sample lies in a polygon or block of training samples; half of them lie within {median} pixels of a training sample.</source>
        <translation>没有测试样本位于训练样本所在的面或块中；其中一半距训练样本不超过 {median} 个像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>No two of these minerals are confused often: of the simulated spectra of each that are named, at most {share} % are named as any other.</source>
        <translation>这些矿物两两之间均不易混淆：每种矿物已定名的模拟光谱中，被定名为任一其他矿物的均不超过 {share}%。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>No-data pixels</source>
        <translation>无数据像元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>None of the {bands} bands of {raster} is a good band between {lowest:g} and {highest:g} um. Choose another range.</source>
        <translation>{raster} 的 {bands} 个波段中，没有位于 {lowest:g} 至 {highest:g} μm 之间的好波段。请选择其他范围。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>None of the {features} features of {layer} can be converted from its coordinate system ({layer_crs}) to that of the raster ({raster_crs}). Are latitude and longitude swapped? Correct the coordinates, or set the layer's coordinate system.</source>
        <translation>{layer} 的 {features} 个要素都无法从其坐标系（{layer_crs}）转换到栅格的坐标系（{raster_crs}）。是否将经度与纬度颠倒了？请更正坐标，或设置图层的坐标系。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>None of the {points} points of {layer} lies on the raster. Choose points that lie on it.</source>
        <translation>{layer} 的 {points} 个点都不在栅格上。请选择位于栅格上的点。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>None of the {records} spectra of {mineral} in {library} covers all bands from {first:.3f} to {last:.3f} um. Choose fewer wavelengths, leave the mineral out, or choose another library.</source>
        <translation>{library} 中 {mineral} 的 {records} 条光谱均未覆盖 {first:.3f} 至 {last:.3f} μm 的全部波段。请缩小波长范围、去掉该矿物，或选择其他光谱库。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>None of the {samples} samples has data in {raster}. Choose samples drawn from it.</source>
        <translation>{samples} 个样本在 {raster} 中均无数据。请选择从该栅格抽取的样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>None of the {samples} samples of {layer} lies on the raster. Choose samples drawn from it.</source>
        <translation>{layer} 的 {samples} 个样本没有一个位于栅格之上。请选择从该栅格抽取的样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>Nothing is copied: {output} is a virtual raster that reads {product}, so keep the product where it is.</source>
        <translation>未复制任何数据：{output} 是读取 {product} 的虚拟栅格，请勿移动该产品。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Number of bands that the pruned model reads</source>
        <translation>剪枝后的模型读取的波段数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Number of neurons in the hidden layer, such as 30. Several layers, from input to output: 64,32.</source>
        <translation>隐藏层的神经元数，如 30。多层时按从输入到输出的顺序给出：64,32。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_polygons.py"/>
        <source>Number of polygons</source>
        <translation>面的个数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Number of steps in which inputs are dropped, evenly spaced over the first half of the training.</source>
        <translation>在训练的前半程中，均匀地分多少步去除输入。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Numbers</source>
        <translation>数量方式</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/export_onnx.py"/>
        <source>ONNX file</source>
        <translation>ONNX 文件</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>ONNX graphs compute in single precision, numbers up to 3e38, but the weights of this model are so large that its sums may be larger, and classes would be wrong. Train the model again.</source>
        <translation>ONNX 计算图以单精度计算，数值最大约 3e38；此模型的权重过大，求和可能超出该范围，类别会出错。请重新训练模型。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>Of a single polygon, so never left out, and not part of this accuracy: {minerals}. How often the map is right where it shows them is unknown.</source>
        <translation>只有一个面，因此从未留出，也不计入这一精度：{minerals}。图上标为这些矿物之处有多少是对的，无从知道。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>Of all {pixels} pixels that the map gives one of these minerals, {oa} % are right (95 % interval: {low} to {high} %).</source>
        <translation>图上定为这些矿物的 {pixels} 个像元中，{oa}% 正确（95% 置信区间：{low}% 至 {high}%）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Of simulated spectra with the scene's continua and noise alone, without any absorption, {named} % get a mineral's name all the same.</source>
        <translation>只有影像的连续统和噪声、没有任何吸收特征的模拟光谱中，仍有 {named}% 被定名为某种矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Of the simulated test spectra of these minerals, {oa} % are identified correctly. Accuracy on simulated spectra is not accuracy on the ground. Check the map where you know the minerals.</source>
        <translation>在这些矿物的模拟测试光谱中，{oa}% 识别正确。模拟光谱上的精度不等于实地精度。请在矿物已知之处检验填图结果。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Of the {samples} validation samples, {lost} % are left unclassified: what the reject costs.</source>
        <translation>{samples} 个验证样本中有 {lost}% 未分类：这是不予分类的代价。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>Of the {test} test samples, {shared} lie in polygons or blocks that also hold training samples. Neighbouring pixels are alike, so this accuracy is too high for the rest of the scene.</source>
        <translation>{test} 个测试样本中，{shared} 个位于同时含有训练样本的面或块中。相邻像元彼此相似，因此对影像的其余部分而言该精度偏高。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <source>Of these, pixels that keep it under other noise and weaker absorptions (%)</source>
        <translation>其中在更换噪声、减弱吸收特征后矿物仍不变的像元（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Of {pixels} pixels drawn at random from the scene, {named} % get a mineral's name.</source>
        <translation>从影像中随机抽取的 {pixels} 个像元中，{named}% 被定名为某种矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Of {points} points, {named} get a mineral: {minerals}.</source>
        <translation>{points} 个点中，{named} 个定为矿物：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>On Linux, pip's default index has the CUDA build of torch. For the CPU build, paste the address that PyTorch's installation page shows (Linux, Pip, CPU), unless pip is already configured for it.</source>
        <translation>在 Linux 上，pip 的默认索引提供的是 torch 的 CUDA 版。如需 CPU 版，请粘贴 PyTorch 安装页面（Linux、Pip、CPU）给出的地址，除非 pip 已为此配置好。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/result_tables.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>On the map</source>
        <translation>矿物图上</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>One scene at a time, by windows</source>
        <translation>逐景按窗口处理</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Only A correct</source>
        <translation>仅 A 正确</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Only B correct</source>
        <translation>仅 B 正确</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Only for models of 'Train from spectral library', which are pruned on spectra simulated from it, without samples: the library that the model was trained from. Empty: the library of the plugin.</source>
        <translation>仅用于“由光谱库训练”得到的模型，此类模型不用样本，而用由光谱库模拟的光谱进行剪枝：请选择训练该模型时所用的光谱库。留空：插件自带的光谱库。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>Open product</source>
        <translation>打开产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>Opened product</source>
        <translation>打开的产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>Opens a product as it is downloaded (EMIT, EnMAP, PRISMA, Tanager, AVIRIS-3 and -5, DESIS, Sentinel-2, ASTER, GF-5, ZY1-02D and others) as a raster that QGIS and the other algorithms understand, with wavelengths, band widths, bad bands, scale, no-data value and georeference.

Choose a file, or type the path of a folder or zip; nothing needs to be unpacked. Where no pixel has to be computed, the output is a virtual raster (.vrt), which copies nothing; otherwise it is a GeoTIFF. The log says what was done.</source>
        <translation>将下载得到的产品（EMIT、EnMAP、PRISMA、Tanager、AVIRIS-3 和 -5、DESIS、Sentinel-2、ASTER、高分五号、资源一号 02D 等）打开为 QGIS 和其他算法能识别的栅格，带有波长、带宽、坏波段、比例因子、无数据值和地理参考。

请选择文件，或输入文件夹或 zip 压缩包的路径；无需解压。像元无需计算时，输出为虚拟栅格（.vrt），不复制任何数据；否则为 GeoTIFF。日志说明所做的处理。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <source>Optional: points of known mineral, as made by 'Draw samples', or polygons, however few. Training samples are learnt beside the simulated spectra; test samples are used once, at the end. Some of the polygons serve for the one, some for the other. Their minerals must be among those to identify, by name.</source>
        <translation>可选：矿物已知的点（由“抽取样本”生成）或面，多少不限。训练样本与模拟光谱一起学习；测试样本只在最后使用一次。面的一部分用于前者，一部分用于后者。其矿物名称必须在要识别的矿物之中。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>Orthorectify</source>
        <translation>正射校正</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_model.py"/>
        <source>Otherwise every pixel gets the mineral that fits best, roads and shadows too. The network then also learns what is none of the minerals: other minerals, vegetation, water and man-made surfaces as the plugin's library knows them, spectra whose absorptions lie elsewhere than those of the samples, and spectra without absorptions. At most a tenth of the validation samples is lost by it; the report says how many, and what share of the scene gets a name. The feature 'normalised' serves best, since it does not depend on brightness.</source>
        <translation>不勾选时，每个像元都被定为最吻合的矿物，道路和阴影也不例外。勾选后，网络还学习哪些不是这些矿物：插件光谱库中的其他矿物、植被、水体和人工地物，吸收特征位置与样本不同的光谱，以及没有吸收特征的光谱。由此最多损失十分之一的验证样本；报告给出损失了多少，以及影像中有多大比例得到定名。特征“normalised”效果最好，因为它与亮度无关。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/result_tables.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_neurons.py"/>
        <source>Outputs of the neurons</source>
        <translation>神经元输出</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>Over the whole map, weighted by area</source>
        <translation>整幅图，按面积加权</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Overall accuracy (%)</source>
        <translation>总体精度（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>Overall accuracy of model A (%)</source>
        <translation>模型 A 的总体精度（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>Overall accuracy of model B (%)</source>
        <translation>模型 B 的总体精度（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <source>Overall accuracy on the validation samples.</source>
        <translation>验证样本的总体精度。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Overall accuracy on the validation samples. A threshold is computed on the network of its row and applied in the next round; there is none where a number of hidden units was requested. Neurons removed are those removed to reach the row: the layer, counted from 1, then the original neuron numbers, counted from 0.</source>
        <translation>验证样本的总体精度。阈值由该行的网络算出，用于下一次剪枝；指定隐藏单元数时没有阈值。剪除的神经元为得到该行而剪除者：先为层号（从 1 开始），后为神经元的原始编号（从 0 开始）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>Overall accuracy on the validation samples. The standard deviation is that of a sample, divided by n - 1.</source>
        <translation>验证样本的总体精度。标准差为样本标准差（分母为 n - 1）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>Overall accuracy on {polygons} polygons that were left out in turn: {oa:.1f} % (95 % interval {low:.1f} to {high:.1f} %). It holds for places like the polygons of {layer}.</source>
        <translation>依次留出的 {polygons} 个面上的总体精度：{oa:.1f}%（95% 区间 {low:.1f}% 至 {high:.1f}%）。它适用于与 {layer} 的面相似的地方。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>Overall accuracy on {samples} simulated test spectra: {oa:.1f} % (95 % interval {low:.1f} to {high:.1f} %).</source>
        <translation>{samples} 条模拟测试光谱的总体精度：{oa:.1f}%（95% 置信区间 {low:.1f} 至 {high:.1f}%）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>Overall accuracy on {samples} test samples: {oa:.1f} % (95 % interval {low:.1f} to {high:.1f} %).</source>
        <translation>{samples} 个测试样本的总体精度：{oa:.1f}%（95% 置信区间 {low:.1f} 至 {high:.1f}%）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>Overall accuracy over the whole map, weighted by area (%)</source>
        <translation>整幅图的总体精度，按面积加权（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <source>Overall accuracy, simulated spectra (%)</source>
        <translation>总体精度，模拟光谱（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/train_model.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Overall accuracy, test samples (%)</source>
        <translation>总体精度，测试样本（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>Overall accuracy, validation (%)</source>
        <translation>总体精度，验证样本（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/train_model.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Overall accuracy, validation samples (%)</source>
        <translation>总体精度，验证样本（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_model.py"/>
        <source>Overall accuracy, whole polygons left out (%)</source>
        <translation>总体精度，留出整个面（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>Overall accuracy, whole polygons left out: by networks that had not met the polygon.</source>
        <translation>总体精度，整面留出：由未见过该面的网络识别。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>P-value of the exact McNemar test (0 to 1)</source>
        <translation>精确 McNemar 检验的 p 值（0 至 1）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Packages</source>
        <translation>软件包</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Pair</source>
        <translation>矿物对</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Passes over the samples and the unlabelled pixels; the weights after the last one are kept.</source>
        <translation>遍历样本和未标注像元的次数；保留最后一轮的权重。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Passes over the training samples after each round. Not set: {quick} where the threshold decides how many neurons go and the network learns from unlabelled pixels too; {thorough} where you say how many bands or neurons to keep, from samples alone, and for a model that leaves pixels unclassified. Every fifth epoch is checked, and the one with the lowest loss on the validation samples is kept.</source>
        <translation>每次剪枝后遍历训练样本的轮数。未设置时：由阈值决定移除多少神经元、且同时从未标注像元学习时为 {quick}；指定要保留的波段数或神经元数、仅从样本学习，或模型会将像元留作未分类时，为 {thorough}。每五轮检查一次，保留验证样本损失最低的一轮。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Passes over the training samples. Every fifth epoch is checked, and the one with the lowest loss on the validation samples is kept.</source>
        <translation>遍历训练样本的轮数。每五轮检查一次，保留验证样本损失最低的一轮。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>Patches of fewer pixels become the mineral of their largest neighbour. 1: all stay.</source>
        <translation>像元数少于此数的斑块改为其最大相邻斑块的矿物。1：全部保留。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Patterns and lists of scenes</source>
        <translation>通配符与影像清单</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Pick a pixel</source>
        <translation>选取像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Pixel counts. Rows are the classes of model A, columns those of model B. The shade is the share of the row: blue where the models agree, orange where they differ.</source>
        <translation>单位：像元数。行为模型 A 的类别，列为模型 B 的类别。颜色深浅表示占该行的比例：蓝色为一致，橙色为不一致。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Pixel counts. Rows are the reference classes, columns the identified classes. The shade is the share of the row: blue for correct, orange for wrong. Unclassified pixels count as omissions in the producer's accuracy.</source>
        <translation>单位：像元数。行为参考类别，列为识别类别。颜色深浅表示占该行的比例：蓝色为正确，橙色为错误。计算制图精度时，未分类像元计为漏分。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Pixels</source>
        <translation>像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>Pixels of a patch share</source>
        <translation>同一斑块的像元共有</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Pixels of each class: one number for all, or numbers by name, such as muscovite=400, halloysite=240. A number without a name in such a list is for all other classes.</source>
        <translation>每类的像元数：各类共用一个数，或按名称给出，如 muscovite=400, halloysite=240。其中不带名称的数用于其余各类。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <source>Pixels of the raster, drawn at random. An ensemble of networks, trained on the simulated spectra, labels them, and the network learns from these labels too. 0: it learns from simulated spectra only.</source>
        <translation>从栅格中随机抽取的像元。由模拟光谱训练的多个网络组成集成，给出这些像元的标签，网络也从这些标签中学习。0：只从模拟光谱中学习。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_model.py"/>
        <source>Pixels of the raster, other than the samples, drawn at random. An ensemble of sixteen networks, trained on the samples, labels them, and the network learns from these labels too. 0: it learns from the samples only.</source>
        <translation>从栅格中随机抽取的、样本以外的像元。由样本训练的十六个网络组成集成，给出这些像元的标签，网络也从这些标签中学习。0：只从样本中学习。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Pixels of the raster, other than the samples, drawn at random. An ensemble of sixteen perceptrons, trained on the samples, labels them, and the network learns from these labels too. 0: it learns from the samples only.</source>
        <translation>从栅格中随机抽取的、样本以外的像元。由样本训练的十六个感知机组成集成，给出这些像元的标签，网络也从这些标签中学习。0：只从样本中学习。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Pixels of the raster, other than the samples, drawn at random. The unpruned network labels them, and the smaller network learns from these labels too. 0: it learns from the samples only.</source>
        <translation>从栅格中随机抽取的、样本以外的像元。未剪枝网络给出这些像元的标签，较小的网络也从这些标签中学习。0：只从样本中学习。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <source>Pixels of the scene that get a mineral (%)</source>
        <translation>影像中被定名为某种矿物的像元（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Pixels that both leave unclassified count as the same.</source>
        <translation>二者均未分类的像元计为相同。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>Pixels where both models agree (%); only with the map</source>
        <translation>两个模型结果一致的像元（%）；仅在输出一致性图时给出</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>Pixels with a lower confidence are left unclassified. 0: none are, however low it is.</source>
        <translation>置信度低于此值的像元不予分类。0：不因置信度低而不予分类。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Point</source>
        <translation>点</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Point {label}: column {column}, row {row}</source>
        <translation>点 {label}：第 {column} 列，第 {row} 行</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/explain_pixels.py"/>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>Points are needed; {layer} has other features ({kind}). Choose a layer of points.</source>
        <translation>需要点要素；{layer} 含有其他要素（{kind}）。请选择点图层。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/explain_pixels.py"/>
        <source>Points on the pixels to explain, in any coordinate system. Samples will do.</source>
        <translation>位于待解释像元上的点，坐标系不限。也可使用样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Points with the fields mineral (name), class (number from 1) and split (train, validation or test), as made by 'Draw samples'. Any coordinate system.</source>
        <translation>点，含字段 mineral（矿物名称）、class（从 1 开始的编号）和 split（train、validation 或 test，即训练、验证或测试），由“抽取样本”生成。坐标系不限。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>Polygons</source>
        <translation>面</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_polygons.py"/>
        <source>Polygons of minerals</source>
        <translation>矿物面</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/layout_entry.py"/>
        <source>Print layout of the map</source>
        <translation>矿物图打印布局</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/result_tables.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Probability (%)</source>
        <translation>概率（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Processes (0: one a core)</source>
        <translation>进程数（0：每个核心一个）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Processes of this computer that map; each takes a core and the memory that is allowed.</source>
        <translation>本机用于填图的进程数；每个进程占用一个核心和允许的内存。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Producer's accuracy (%)</source>
        <translation>制图精度（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Producer's accuracy: the share of the pixels of a class that are identified as it. User's accuracy: the share of the pixels identified as a class that belong to it. From, to: the 95 % interval (Wilson 1927).</source>
        <translation>制图精度：实际属于该类的像元中被识别为该类的比例。用户精度：被识别为该类的像元中确属该类的比例。下限、上限：95% 置信区间（Wilson 1927）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Producer's accuracy: the share of the simulated spectra of a class that are identified as it. User's accuracy: the share of the spectra identified as a class that belong to it. From, to: the 95 % interval (Wilson 1927).</source>
        <translation>制图精度：属于该类的模拟光谱中被识别为该类的比例。用户精度：被识别为该类的光谱中确属该类的比例。下限、上限：95% 置信区间（Wilson 1927）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Property</source>
        <translation>项目</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Prune model</source>
        <translation>模型剪枝</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Pruned model</source>
        <translation>剪枝后的模型</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>Pruning ends after {iteration} iterations: no neuron is above the threshold.</source>
        <translation>{iteration} 次迭代后剪枝结束：没有神经元高于阈值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Pruning of a mineral identifier</source>
        <translation>矿物识别模型的剪枝</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Pruning report</source>
        <translation>剪枝报告</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Pruning stages</source>
        <translation>剪枝阶段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>PyTorch's installation page, which has the addresses</source>
        <translation>PyTorch 安装页面（列有各下载地址）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>QGIS can read no layer in {file}, which was given as '{label}'. It may be damaged or incomplete: get a new copy of it, or export it again.</source>
        <translation>QGIS 无法从 {file} 中读取任何图层，该文件用于“{label}”。它可能已损坏或不完整：请重新获取一份，或重新导出。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>Quality masks of {product} set {pixels} of {total} pixels to no data: {shown}.</source>
        <translation>{product} 的质量掩膜将 {total} 个像元中的 {pixels} 个设为无数据：{shown}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Raster</source>
        <translation>栅格</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/connectivity_figure.py"/>
        <source>Reading layer</source>
        <translation>读取层</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>Reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Reference \ identified as</source>
        <translation>参考 \ 识别结果</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>Reference raster</source>
        <translation>参考栅格</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Reference spectra</source>
        <translation>参考光谱</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Reference spectra: an ENVI library (.sli), USGS splib07 or ECOSTRESS text, or a table (.csv); type the path of a folder for all files in it. Empty: the library of the plugin, whose spectra were composed from the absorptions of 63 materials, 0.4 to 2.5 um.</source>
        <translation>参考光谱：ENVI 光谱库（.sli）、USGS splib07 或 ECOSTRESS 文本，或表格（.csv）；如需使用文件夹中的全部文件，请输入文件夹路径。留空：使用插件自带的光谱库，其光谱由 63 种物质在 0.4 至 2.5 μm 的吸收特征合成。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/plot_content.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation_figure.py"/>
        <source>Reflectance</source>
        <translation>反射率</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Reflectance relative to the continuum, every spectrum scaled to the same depth: 1 is the continuum, 0 the deepest band. The pixels of the scene are those to which the model gives the mineral's name by the largest margin, {most} at most; the depth of their mean absorption before scaling stands above each panel. Where they do not follow the reference spectra, doubt the name.</source>
        <translation>相对于连续统的反射率，各光谱均缩放至相同深度：1 为连续统，0 为最深的波段。影像像元为模型以最大优势定名为该矿物的像元，最多 {most} 个；其平均光谱缩放前的吸收深度标在各小图上方。若影像像元的光谱与参考光谱不一致，则定名存疑。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library_figure.py"/>
        <source>Reflectance relative to the continuum, scaled</source>
        <translation>相对于连续统的反射率（已缩放）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Reflectance, and the same without its continuum.</source>
        <translation>反射率及去除包络线后的光谱。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Reflectance, and the same without its continuum. Below, the share of each band: above zero for {winner}, below zero for {rival}. The largest: {bands}. Margin {margin:.2f}, of which {baseline:.2f} at the mean of the training.</source>
        <translation>反射率及去除包络线后的光谱。下方为每个波段的贡献：大于零支持{winner}，小于零支持{rival}。最大者：{bands}。差值 {margin:.2f}，其中训练均值处为 {baseline:.2f}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/plot_content.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation_figure.py"/>
        <source>Relative to the continuum</source>
        <translation>相对于包络线</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Remove pins</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_hidden_sizes.py"/>
        <source>Report on hidden sizes</source>
        <translation>隐藏层规模报告</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/explain_pixels.py"/>
        <source>Report on the pixels</source>
        <translation>像元报告</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/result_tables.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Responds to</source>
        <translation>响应的波段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Retraining after each round</source>
        <translation>每次剪枝后的再训练</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/pruning_notices.py"/>
        <source>Round {iteration} of at most {rounds}: {units} hidden units are left, {oa:.2f} % of the validation samples are identified correctly.</source>
        <translation>第 {iteration} 次迭代（最多 {rounds} 次）：剩余 {units} 个隐藏单元，验证样本的 {oa:.2f}% 识别正确。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Rounds of pruning and retraining. Pruning ends earlier if no neuron is above the threshold.</source>
        <translation>剪枝与再训练的次数。没有神经元高于阈值时，剪枝提前结束。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/map_picture.py"/>
        <source>Rows as in the file: north is not up.</source>
        <translation>行序与文件一致：上方不是北。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>Rows of the scene, 20 m each.</source>
        <translation>影像的行数，每行 20 m。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>Run the controls</source>
        <translation>运行对照</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Runner-up</source>
        <translation>次选类别</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Sample counts. The test uses those that only one of the models identifies correctly: {a} only by A and {b} only by B.</source>
        <translation>单位：样本数。检验只用仅有一个模型识别正确的样本：仅 A 正确 {a} 个，仅 B 正确 {b} 个。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <location filename="../../mineral_prune_plugin/desktop/dock/sample_layer.py"/>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/sample_polygons.py"/>
        <source>Samples (points or polygons)</source>
        <translation>样本（点或面）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Samples (points)</source>
        <translation>样本（点）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>Samples must be points; {layer} has other features ({kind}). Draw points from them with 'Draw samples'.</source>
        <translation>样本必须是点；{layer} 含有其他要素（{kind}）。请用“抽取样本”从中抽取点。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>Samples need the fields mineral, class and split; {layer} lacks {missing}. Use 'Draw samples' to make them.</source>
        <translation>样本须有字段 mineral、class 和 split；{layer} 缺少 {missing}。请用“抽取样本”生成样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Samples of each class, and the share that each model identifies correctly. Among many intervals, some exclude zero by chance: a single class that stands out shows little.</source>
        <translation>每类的样本数，以及每个模型识别正确的比例。区间多时，总有一些会偶然不含零：仅有某一类突出，说明不了什么。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Samples that a model leaves unclassified count as wrong.</source>
        <translation>模型未分类的样本计为错误。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>Saturated pixels of {product} (stored as {value:g}) become no data in the bands in which they are saturated.</source>
        <translation>{product} 的饱和像元（存储值为 {value:g}）在其饱和的波段中成为无数据。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>Scale factor (0: the product's)</source>
        <translation>比例因子（0：产品自身的）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/export_onnx.py"/>
        <source>Scale factor of the values</source>
        <translation>数值的比例因子</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>Scene</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Scenes (rasters of reflectance)</source>
        <translation>影像（反射率栅格）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Scenes with a map</source>
        <translation>有图的影像数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Scenes without a map</source>
        <translation>没有图的影像数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Scores of the neurons</source>
        <translation>神经元得分</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Second taken for first (%)</source>
        <translation>后者误认为前者（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/training_settings.py"/>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_hidden_sizes.py"/>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>Seeds</source>
        <translation>随机种子数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>Set pixels to no data where the product marks clouds, their shadows, haze, snow or errors.</source>
        <translation>将产品标记为云、云影、霾、雪或错误的像元设为无数据。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Settled (%)</source>
        <translation>稳定（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>Settled pixels</source>
        <translation>稳定像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>Settled: {pixels} of the {named} pixels with a mineral</source>
        <translation>稳定像元：{named} 个已定名像元中有 {pixels} 个</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>Share (%)</source>
        <translation>比例（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/plot_content.py"/>
        <location filename="../../mineral_prune_plugin/desktop/dock/result_tables.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation_figure.py"/>
        <source>Share (logits)</source>
        <translation>贡献（logit）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Share of all (%)</source>
        <translation>占全部的比例（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Share of the inputs of each layer that has been dropped by the end. 0: the network stays dense.</source>
        <translation>到训练结束时，每层输入中去除的比例。0：网络保持稠密。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>Share: of what is mapped as a mineral.</source>
        <translation>比例：占图上已定名矿物的比例。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_neurons.py"/>
        <source>Shows what the hidden neurons of a model respond to: a raster with a band for each neuron (Deng et al. 2022, Fig. 5).

Use it to see why a neuron was pruned: a redundant neuron is zero almost everywhere or repeats another one. Each band is named after its layer, the number that the neuron had before pruning, and what it responds to: the class in whose pixels its mean output is the highest, or silent. -1 is no data.</source>
        <translation>显示模型的隐藏神经元对什么有响应：每个神经元一个波段的栅格（Deng 等，2022，图 5）。

可用来了解某个神经元为何被剪除：冗余的神经元几乎处处为零，或与另一个重复。每个波段以其所在的层、神经元剪枝前的编号及其响应对象命名：即其平均输出最高的像元所属的类别，处处为零时为 silent。-1 表示无数据。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>Shows whether one of two models is better on the same samples, and where on the raster they differ: for instance a model before and after pruning. They may have different bands, features and sizes, but must know the same minerals.

The test is McNemar's, exact and two-sided: it looks at the samples that only one of the models gets right. A small p-value shows a difference; a large one does not show that the models are equally good. The interval of the difference shows how far apart they may be. Use the test samples: the others were used to train the models or to choose between them.

Outputs: both accuracies, their difference (A minus B), the p-value, a table, a report and, if you choose a file for it, an agreement map. The map has the class number of the mineral where both models agree, 255 ('models differ') where they do not, and 0 where there is no data or both models leave the pixel unclassified. If 255 is a mineral, the largest free number is used instead. The agreement in percent and the table of model A against model B are made only with the map, because they need the whole raster.

A sample that a model leaves unclassified counts as wrong. Where only one of the models leaves a pixel unclassified, they differ.</source>
        <translation>用同一组样本判断两个模型是否有优劣之分，以及它们在栅格上何处不同，例如剪枝前后的模型。两个模型的波段、特征和规模可以不同，但能识别的矿物必须相同。

所用检验为精确双侧 McNemar 检验：只看仅有一个模型识别正确的那些样本。p 值小说明存在差异；p 值大并不说明两个模型同样好。差值的置信区间给出二者可能相差多少。请使用测试样本：其余样本已用于训练或选择模型。

输出：两个模型的精度、二者之差（A 减 B）、p 值、表格、报告，以及一致性图（为其选择文件时）。图中，两个模型结果一致处为该矿物的类别编号，不一致处为 255（“models differ”），无数据或两个模型均未分类处为 0。若 255 已是某种矿物的编号，则改用未被占用的最大编号。一致率（百分比）以及模型 A 与模型 B 的交叉表需要读取整幅栅格，因此只随一致性图一并给出。

模型未分类的样本计为错误。只有一个模型未分类的像元，视为二者不一致。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/explain_pixels.py"/>
        <source>Shows why a model gives the pixels under some points their minerals: the probability of each class, the runner-up and the margin, why a pixel is left unclassified, which bands decided, and which neurons fired and what they respond to. The class is the one that 'Map minerals' writes where its least confidence is 0.

The shares of the bands are integrated gradients, those of the neurons Shapley values, both exact: what each adds to the margin between the class and its runner-up, compared with the mean spectrum of the training. They tell what the network used, not what is true of the ground.

The table has a row for each point; the report shows the first twelve points with their spectra. To click on pixels instead, open Plugins &gt; Mineral Prune &gt; Why this mineral?</source>
        <translation>说明模型为何把若干点所在的像元识别为相应的矿物：每个类别的概率、次优类别及差值、像元未分类的原因、起决定作用的波段，以及哪些神经元被激活、它们响应什么。类别与“矿物填图”在最低置信度为 0 时写出的一致。

波段的贡献为积分梯度，神经元的贡献为 Shapley 值，两者均为精确值：与训练光谱的均值相比，各自为该类别与次优类别之间的差值增加了多少。它们说明网络用了什么，而不说明地面的真实情况。

表格中每个点一行；报告显示前十二个点及其光谱。若要直接点击像元，请打开“插件 &gt; Mineral Prune &gt; 为何是这种矿物？”</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/export_onnx.py"/>
        <source>Side of the images that the graph takes. 0: any height and width. Deepness needs a number, such as 256.</source>
        <translation>计算图所接受影像的边长。0：任意高和宽。Deepness 需要一个数，例如 256。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Side of the square around each pixel that the network reads: 1 is the pixel alone, 5 adds two pixels on each side.</source>
        <translation>网络读取的像元周围方形邻域的边长：1 只读取该像元本身，5 则每侧再读取两个像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Side of the square blocks, if 'Split' is blocks. Each polygon is a block of its own.</source>
        <translation>“划分方式”为 blocks 时方块的边长。每个面各自成块。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Simulated spectra</source>
        <translation>模拟光谱</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Simulated spectra for validation and test</source>
        <translation>用于验证和测试的模拟光谱</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <source>Size of the neighbourhood (pixels, odd)</source>
        <translation>邻域大小（像元，奇数）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Size of the weights (bytes)</source>
        <translation>权重大小（字节）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Small polygons label a pixel</source>
        <translation>小多边形标注一个像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>Smallest patch that stays (pixels)</source>
        <translation>最小保留斑块（像元）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/connectivity_figure.py"/>
        <source>Source layer</source>
        <translation>来源层</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Spectra</source>
        <translation>光谱数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>Spectra of a library are reflectance from 0 to 1; the values of {raster} have a mean of {found:.4g}. State its scale factor in the header, or choose a scene of reflectance.</source>
        <translation>光谱库中的光谱为 0 至 1 的反射率，而 {raster} 的平均值为 {found:.4g}。请在头文件中给出比例因子，或选择反射率影像。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Spectra of the minerals</source>
        <translation>矿物光谱</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Spectral library</source>
        <translation>光谱库</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>Spellings that differ in case or blanks are one mineral in {labels}: {minerals}.</source>
        <translation>{labels} 中只有大小写或空格不同的写法视为同一种矿物：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Split</source>
        <translation>划分方式</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>Split of the samples</source>
        <translation>样本划分</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/densenet/architecture.py"/>
        <source>Stages</source>
        <translation>阶段数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>Standard deviation (points)</source>
        <translation>标准差（百分点）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>Stopped before downloading the CUDA build, which is several gigabytes; nothing was installed. Paste the address that PyTorch's installation page shows for the CPU build, or untick 'CPU build only' to install the CUDA build.</source>
        <translation>在下载数 GB 的 CUDA 版之前已停止；未安装任何内容。请粘贴 PyTorch 安装页面给出的 CPU 版地址，或取消勾选“仅 CPU 版”以安装 CUDA 版。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>Stored values of {product} times {scale:g} are its reflectance, as was given; the product's own factor is {stated}.</source>
        <translation>按给定的比例因子，{product} 的存储值乘以 {scale:g} 为反射率；产品自身的比例因子为 {stated}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <source>Table of scenes</source>
        <translation>影像汇总表</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Take the pinned spectra out of the plot</source>
        <translation>从图中移除固定的光谱</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Test pixels per class</source>
        <translation>每类测试像元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Test samples in a polygon or block that also holds training samples</source>
        <translation>与训练样本同在一个面或块中的测试样本</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>That does not show that the models are equally good: according to the interval, the true difference, A minus B, may be anywhere from {low} to {high} percentage points. If that range is too wide for a decision, more samples are needed.</source>
        <translation>这并不表明两个模型同样好：按置信区间，真实差值（A 减 B）可能是 {low} 至 {high} 个百分点之间的任何值。若此范围太宽而无法决断，则需要更多样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>That place lies outside {raster}. Click on the raster.</source>
        <translation>该位置在 {raster} 之外。请在栅格上点击。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>The Dask scheduler at {address} no longer answers. What was finished is in the ledger; run the same command again to map the rest.</source>
        <translation>{address} 处的 Dask 调度器不再应答。已完成的记录在台账中；再次运行同一命令可处理其余影像。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>The Python of this QGIS could not be started: {python}. Nothing was installed.</source>
        <translation>无法启动此 QGIS 的 Python：{python}。未安装任何内容。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>The Python of this QGIS has no pip, which installs packages. On Debian or Ubuntu, install python3-pip; elsewhere, run: {python} -m ensurepip</source>
        <translation>此 QGIS 的 Python 没有用于安装软件包的 pip。在 Debian 或 Ubuntu 上请安装 python3-pip，其他系统请运行：{python} -m ensurepip</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>The accuracy of the whole map and the areas cannot be estimated: at least two minerals need two compared pixels each, and the map must not confuse them throughout.</source>
        <translation>无法估计整幅图的精度和面积：至少两种矿物各需两个参与比较的像元，且图不能将它们完全混淆。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <source>The areas within each polygon are reported too. Any coordinate system.</source>
        <translation>同时给出每个面之内的面积。坐标系不限。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>The band widths (FWHM) that {library} gives are missing in part or implausible; they are not used.</source>
        <translation>{library} 给出的波段宽度（FWHM）部分缺失或不合理，不予采用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>The bands of the scene go beyond the plugin's own spectra ({first:.2f} to {last:.2f} um), so only the surfaces in {library}, such as vegetation or water, can be told from minerals. Choose wavelengths within that range to have all of them.</source>
        <translation>场景的波段超出了插件自带光谱的范围（{first:.2f} 至 {last:.2f} μm），因此只有 {library} 中的地表（如植被或水体）能与矿物区分开。要区分全部地表，请选择该范围内的波长。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <source>The bands with the smallest total weight in the first layer are removed first, one by one; what a removed band contributed is folded into the weights of the others. After each stage the network is retrained. The neurons were pruned afterwards, so all numbers below this section are for networks that read only the remaining bands.</source>
        <translation>在第一层中权重绝对值之和最小的波段最先剔除，逐个进行；被剔除波段的贡献并入其他波段的权重。每个阶段之后网络再训练。神经元在此之后才剪枝，因此本节以下的所有数值都属于只读取剩余波段的网络。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>The certificate of the package index was not accepted, so nothing was installed. On a network that inspects encrypted connections, pip's `cert` setting must name the certificate of the network; ask your administrator.</source>
        <translation>软件包索引的证书未被接受，因此未安装任何内容。若网络会检查加密连接，须在 pip 的 `cert` 设置中指定该网络的证书；请咨询管理员。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>The class names of {raster} are not in UTF-8: one reads '{name}'. Save its header or side file (.hdr, .aux.xml) as UTF-8.</source>
        <translation>{raster} 的类别名称不是 UTF-8 编码：其中一个读作“{name}”。请将其头文件或附属文件（.hdr、.aux.xml）另存为 UTF-8。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>The classes that become {mineral} are given different colours ({colours}). Give one of them, or leave the others empty.</source>
        <translation>合并为 {mineral} 的各类别给出了不同的颜色（{colours}）。请只给一种颜色，其余留空。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <source>The confidence that was written with the map, on the same pixels. It also tells unclassified pixels from those without data.</source>
        <translation>与该图一同写出的置信度，像元相同。它还可区分未分类的像元和无数据的像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>The continuum of each is a blend of those of two random pixels of the scene. The noise of the scene is half the covariance of the differences between neighbouring pixels; pairs that differ by more than noise are left out.</source>
        <translation>每条光谱的连续统由影像中两个随机像元的连续统混合而成。影像噪声取相邻像元之差的协方差的一半；差异大于噪声的像元对不计在内。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>The corner coordinates of {product} are the {where} of its corner pixels: its latitudes and longitudes then agree within {metres:.1f} m ({other:.1f} m otherwise).</source>
        <translation>{product} 的角点坐标是角点像元的{where}：这样其经纬度相符，误差在 {metres:.1f} m 以内（否则为 {other:.1f} m）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>The difference of {points} percentage points lies inside the 95 % interval of the unpruned accuracy, {low} to {high} % on {n} validation samples: neither a gain nor a loss can be shown.</source>
        <translation>{points} 个百分点的差异位于未剪枝网络精度的 95% 置信区间（{n} 个验证样本，{low}% 至 {high}%）之内：既不能证明提高，也不能证明降低。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>The difference of {points} percentage points lies outside the 95 % interval of the unpruned accuracy, {low} to {high} % on {n} validation samples.</source>
        <translation>{points} 个百分点的差异超出未剪枝网络精度的 95% 置信区间（{n} 个验证样本，{low}% 至 {high}%）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>The disk is full, so nothing was installed; {folder} needs {needed}.</source>
        <translation>磁盘已满，因此未安装任何内容；{folder} 需要 {needed}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/output_errors.py"/>
        <source>The disk with the temporary files is full ({reason}); no output was written. Free some space and run it again.</source>
        <translation>临时文件所在磁盘已满（{reason}）；没有写出任何结果。请腾出空间后重新运行。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>The feature '{feature}' must give one value for each band and pixel, an array of {expected}; it gave {found}. Choose another feature.</source>
        <translation>特征“{feature}”须为每个波段和像元给出一个值，即形状为 {expected} 的数组；它给出的形状为 {found}。请选择其他特征。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>The feature '{feature}' needs the wavelength of every band, but {raster} has no wavelengths. Add them to its header, or choose the feature 'reflectance' or 'normalised'.</source>
        <translation>特征“{feature}”需要每个波段的波长，但 {raster} 没有波长信息。请在其头文件中补充，或选择特征“reflectance”或“normalised”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>The field '{field}' of {labels} has {found} different names; a map has at most {largest} classes. Choose the field of the minerals, or join some of them.</source>
        <translation>{labels} 的字段“{field}”有 {found} 个不同的名称，而一幅图最多有 {largest} 个类别。请选择矿物所在的字段，或合并其中一些名称。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>The field '{field}' of {labels} holds {found}, which is neither a name nor a whole number. Choose a field of mineral names, or of their numbers from 1.</source>
        <translation>{labels} 的字段“{field}”的内容是 {found}，既不是名称也不是整数。请选择矿物名称的字段，或从 1 开始的矿物编号字段。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>The file as downloaded: .nc, .he5, .h5, .zip, METADATA.XML or .tif. For products of many files (Sentinel-2 .SAFE, ASTER, GF-5), type the path of the folder.</source>
        <translation>下载得到的文件：.nc、.he5、.h5、.zip、METADATA.XML 或 .tif。对于由多个文件组成的产品（Sentinel-2 的 .SAFE、ASTER、高分五号），请输入文件夹路径。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/export_onnx.py"/>
        <source>The file to write, ending in .onnx.</source>
        <translation>要写出的文件，以 .onnx 结尾。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>The first {shown} of {points} points are shown; all of them are in the table.</source>
        <translation>共 {points} 个点，此处显示前 {shown} 个；全部列于表格中。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/output_errors.py"/>
        <source>The folder {folder} for {output} does not exist. Create it first.</source>
        <translation>{output} 所在的文件夹 {folder} 不存在。请先创建。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>The header of {library} has '{value}' for '{key}'; possible: {expected}. Correct the header, or choose another library.</source>
        <translation>{library} 的头文件中，“{key}”的值为“{value}”；可用的值为 {expected}。请更正头文件，或选择其他光谱库。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>The header of {library} has '{value}' under '{key}', which is not a number. Correct the header.</source>
        <translation>{library} 的头文件中，“{key}”下的“{value}”不是数字。请更正头文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>The header of {library} lists {found} names under 'spectra names' for {expected} spectra. Correct the header; names with commas must stand one on a line.</source>
        <translation>{library} 的头文件中，“spectra names”列出了 {found} 个名称，而光谱有 {expected} 条。请更正头文件；名称含逗号时须每行一个。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>The header of {raster} and {copy}, an earlier copy that QGIS or GDAL left beside it, differ in: {entries}. The header is used. Delete the copy, so that QGIS shows the same.</source>
        <translation>{raster} 的头文件与旁边的 {copy}（QGIS 或 GDAL 先前留下的副本）在以下条目上不一致：{entries}。现以头文件为准。请删除该副本，使 QGIS 的显示与之一致。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>The header of {raster} lists {found} values under '{key}' for {expected} bands. Correct the header.</source>
        <translation>{raster} 的头文件中，“{key}”列出了 {found} 个值，而波段有 {expected} 个。请更正头文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>The highest mean accuracy, {oa} %, is reached with {units} hidden units.</source>
        <translation>平均精度最高为 {oa}%，对应 {units} 个隐藏单元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>The installation is still running. Stop it? Nothing downloaded so far will be kept.</source>
        <translation>安装仍在进行。要停止吗？已下载的内容不会保留。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>The intervals assume that pixels are independent. Neighbouring pixels resemble each other, so the accuracy of the whole map is less certain than the intervals suggest.</source>
        <translation>置信区间假定像元相互独立。相邻像元彼此相似，因此整幅图的精度比区间所示的更不确定。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>The kept network is</source>
        <translation>保留的网络</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>The kept network is not clearly better than one of its size trained from scratch: pruning found a size that suffices, but these samples do not show that the neurons it kept are better than any others.</source>
        <translation>保留的网络并不明显优于从头训练的同规模网络：剪枝找到了够用的规模，但这些样本未能表明所保留的神经元优于其他神经元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>The kept network is not clearly better than one pruned at random: these samples do not show that the criterion chooses better than chance.</source>
        <translation>保留的网络并不明显优于随机剪枝的网络：这些样本未能表明该准则的选择优于随机。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>The kept network is not clearly better than the unpruned one trained for as long: pruning made it smaller, and any gain in accuracy may come from the longer training.</source>
        <translation>保留的网络并不明显优于训练同样久的未剪枝网络：剪枝使网络变小，而精度若有提高，可能来自更长的训练。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>The labelled pixels of {layer} are not those that the model was trained on, so it may have learnt from any of them: accuracies on them may be too high, and there is no test accuracy. Prune it on the polygons and the raster that it was trained on.</source>
        <translation>{layer} 的标注像元不是训练该模型所用的像元，模型可能已学过其中任何一个：在这些像元上的精度可能偏高，因此没有测试精度。请用训练该模型的多边形和栅格进行剪枝。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>The labelled points of {labels} form {clusters} clusters: points of a mineral within {reach} pixels of each other are one place, and 'Train model' leaves it out as it does a polygon.</source>
        <translation>{labels} 的已标注点构成 {clusters} 个点簇：同一矿物相距 {reach} 个像元以内的点视为同一处，“训练模型”像对待一个面那样将其留出。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>The labels cannot be laid over the pixels of the scene: {reason}. Repair their geometries with 'Fix geometries', or save them to a GeoPackage in the scene's coordinate system.</source>
        <translation>无法将标注叠加到影像的像元上：{reason}。请用“修复几何图形”修复其几何图形，或以影像的坐标系将其另存为 GeoPackage。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock.py"/>
        <source>The layer is temporary: save it before QGIS is closed.</source>
        <translation>该图层是临时的：关闭 QGIS 之前请保存。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/layout_legend.py"/>
        <source>The legend goes on on page {page}.</source>
        <translation>图例续见第 {page} 页。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>The legend of {labels} names class {number} '{legend_name}', but its file '{file_name}'. The names of the legend are used.</source>
        <translation>{labels} 的图例将类别 {number} 命名为“{legend_name}”，而其文件命名为“{file_name}”。采用图例中的名称。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>The light or the ground of {raster} differs from the scene that the model was trained on (its mean spectrum lies {shift:.1f} standard deviations from that scene's), so minerals may well be wrong: train a model on this scene, or check the map where you know the minerals.</source>
        <translation>{raster} 的光照或地表与训练模型的影像不同（其平均光谱与后者相差 {shift:.1f} 倍标准差），因此矿物很可能有误：请用该影像训练模型，或在已知矿物的地方检验矿物图。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>The likeliest mineral is {mineral} ({probability} %), {margin} logits behind.</source>
        <translation>可能性最大的矿物是{mineral}（{probability}%），低 {margin} 个 logit。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>The list of scenes {path} cannot be used: {reason}. Expected is {expected}.</source>
        <translation>影像清单 {path} 无法使用：{reason}。应为 {expected}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>The loss on the training data (all samples, and unlabelled pixels). Training ended after epoch {epochs}; the weights of epoch {kept} were kept, whose loss on the samples was the lowest.</source>
        <translation>训练数据（全部样本和未标注像元）的损失。训练到第 {epochs} 轮结束；保留了第 {kept} 轮的权重，其样本损失最低。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>The map has no class {mineral}. Write the name or number of one of its classes: {known}.</source>
        <translation>该图没有类别 {mineral}。请写出其中一个类别的名称或编号：{known}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>The map identifies no pixel of known class, so there is no accuracy to report.</source>
        <translation>矿物图未识别出任何类别已知的像元，因此没有精度可报告。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>The map is that of the network of {units} hidden units with the first seed.</source>
        <translation>所示填图结果来自隐藏单元为 {units}、使用第一个随机种子的网络。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/look_words.py"/>
        <source>The map shows here, in pixels: {named}.</source>
        <translation>矿物图在此处的像元数：{named}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>The map shows minerals on {size} km2: mostly {minerals}.</source>
        <translation>图上矿物面积共 {size} km²，主要是：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>The map shows minerals on {size} pixels: mostly {minerals}.</source>
        <translation>图上有 {size} 个像元为矿物，主要是：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>The map shows no mineral.</source>
        <translation>图上没有矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>The map shows {mineral} (probability {probability} %).</source>
        <translation>矿物图显示为{mineral}（概率 {probability}%）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>The middle of the raster, {columns} x {rows} pixels: the two models identify the same mineral at {share} % of the pixels with data.</source>
        <translation>栅格中部，{columns} x {rows} 个像元：两个模型识别为同一矿物的像元占有数据像元的 {share}%。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/map_picture.py"/>
        <source>The middle of the scene.</source>
        <translation>影像的中部。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>The mineral '{mineral}' is named twice. Write all its spectra after one '='.</source>
        <translation>矿物“{mineral}”出现了两次。请将其所有光谱写在同一个“=”之后。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>The model file to write, ending in .safetensors.</source>
        <translation>要写入的模型文件，扩展名为 .safetensors。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>The model has learnt from all of its samples. If {layer} holds the same, the validation accuracies of the pruning are too high, and there is no test accuracy.</source>
        <translation>该模型用它的全部样本训练过。如果 {layer} 就是这些样本，剪枝的验证精度会偏高，也没有测试精度。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>The model identifies none of the {samples} validation samples correctly, so C-APoZ has nothing to count. Train a better model first.</source>
        <translation>模型未能正确识别 {samples} 个验证样本中的任何一个，C-APoZ 无从统计。请先训练更好的模型。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>The model identifies {expected}; with {library} and the bands of this scene the minerals are {found}. Choose the library that the model was trained from.</source>
        <translation>该模型识别 {expected}；而用 {library} 和该场景的波段得到的矿物是 {found}。请选择训练该模型时所用的光谱库。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>The model looks at {patch} x {patch} pixels around each one, so tiles of {tile} x {tile} pixels have none whose neighbours are all inside. Choose a tile size of {least} or more, or 0 for any.</source>
        <translation>模型考察每个像元周围 {patch} x {patch} 个像元，{tile} x {tile} 像元的分块中没有任何像元的邻域完整。请选择不小于 {least} 的分块大小，或选 0 表示任意大小。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>The model names {found:.0f} % of the pixels of {raster} that were looked at, but {expected:.0f} % of the scene that it was trained on: this scene has other minerals, or other light.</source>
        <translation>在查看的像元中，模型给 {raster} 的 {found:.0f}% 定名，而在训练它的影像中为 {expected:.0f}%：此影像有其他矿物，或光照不同。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>The model needs {bands} bands from {first:.3f} to {last:.3f} um, but {raster} has no wavelengths. Add them to its header, or choose a raster that has them.</source>
        <translation>模型需要 {first:.3f} 至 {last:.3f} μm 的 {bands} 个波段，但 {raster} 没有波长信息。请在其头文件中补充，或选择有波长信息的栅格。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>The model needs {bands} bands from {first:.3f} to {last:.3f} um; {raster} has or can interpolate {found} of them (missing: {missing} um). Choose a raster that covers them.</source>
        <translation>模型需要 {first:.3f} 至 {last:.3f} μm 的 {bands} 个波段，而 {raster} 具有或可插值得到的只有其中 {found} 个（缺少 {missing} μm）。请选择覆盖这些波长的栅格。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>The model needs {bands} bands from {first:.3f} to {last:.3f} um; {raster} has {found} of them (missing: {missing} um). Choose a raster from the same sensor, or tick 'Interpolate missing bands'.</source>
        <translation>模型需要 {first:.3f} 至 {last:.3f} μm 的 {bands} 个波段，而 {raster} 只有其中 {found} 个（缺少 {missing} μm）。请选择同一传感器的栅格，或勾选“插值缺失波段”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>The model needs {bands} bands that are 0 at all pixels of {raster} ({shown}). It is so small that this may be what was measured, over water or in shadow: they are used as they are. If they hold no data, the map is wrong.</source>
        <translation>模型需要 {bands} 个波段，而它们在 {raster} 的所有像元处均为 0（{shown}）。该栅格很小，水体上或阴影中测得的可能就是 0，因此按原值使用。如果这些波段其实没有数据，则填图结果是错误的。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>The model of {map} learnt from all of its samples, test samples too. If {layer} holds the same, the accuracy here is too high.</source>
        <translation>{map} 的模型学习了其全部样本，包括测试样本。如果 {layer} 含有相同的样本，则此处的精度偏高。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>The model takes the mean spectrum for {mineral} (probability {probability} %).</source>
        <translation>模型把平均光谱识别为{mineral}（概率 {probability}%）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>The model that is written has learnt from all {samples} samples of {layer}, those for validation and test too: accuracies on them, as of 'Assess map' or 'Compare models', are no test of it.</source>
        <translation>写出的模型用 {layer} 的全部 {samples} 个样本训练，验证样本和测试样本也在其中：用这些样本得到的精度（如“填图精度评价”或“比较模型”所给出的）都不是对它的测试。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>The model was trained from a spectral library and is pruned on spectra simulated from it; the samples are not used.</source>
        <translation>该模型由光谱库训练，用由光谱库模拟的光谱剪枝；不使用样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>The model was trained from {expected}, but is pruned with {found}. Choose the same library if you still have it.</source>
        <translation>该模型由 {expected} 训练，但现在用 {found} 剪枝。如果还有原来的光谱库，请选用同一个。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>The model was trained on polygons and is pruned on points, or the other way round, so it may have learnt from any pixel of {layer}: accuracies on them may be too high. Prune it on the samples that it was trained on.</source>
        <translation>该模型由面训练而用点剪枝，或者相反，因此它可能已经学习过 {layer} 的任何像元：在其上的精度可能偏高。请用训练该模型的样本剪枝。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>The model was trained on samples and is pruned on them; the spectral library is not used.</source>
        <translation>该模型由样本训练，也用样本剪枝；不使用光谱库。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>The model was trained on values near {expected:g}, but those of {raster} are near {found:g}. Give the scale factor of the raster in its header, so that both are reflectance.</source>
        <translation>模型训练数据的值约为 {expected:g}，而 {raster} 的值约为 {found:g}。请在栅格的头文件中给出比例因子，使二者均为反射率。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>The model was trained on {known}, but the samples have {found}. Use the samples that the model was trained on.</source>
        <translation>训练该模型所用的类别为 {known}，而样本中为 {found}。请使用训练该模型时的样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>The model was trained without wavelengths and knows its {bands} bands by name, but {raster} has none named {missing} (its bands: {names}). Choose a raster with these bands, or give its bands the names that they have in the model.</source>
        <translation>该模型训练时没有波长，按名称识别其 {bands} 个波段，但 {raster} 没有名为 {missing} 的波段（其波段为：{names}）。请选择具有这些波段的栅格，或将其波段改为模型中的名称。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>The model was trained without wavelengths and needs exactly {expected} bands, but {raster} has {found}.</source>
        <translation>模型训练时没有波长信息，恰好需要 {expected} 个波段，但 {raster} 有 {found} 个。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>The model was trained without wavelengths on {bands} of {total} bands (without {without}), but {raster} has {found} bands, of which these cannot be used: {unusable}. Choose a raster of the same sensor in which the model's bands hold data, or one of the model's {bands} bands alone.</source>
        <translation>模型训练时没有波长，使用了 {total} 个波段中的 {bands} 个（不含 {without}），而 {raster} 有 {found} 个波段，其中下列波段不可用：{unusable}。请选择同一传感器且模型所需波段有数据的栅格，或只含模型所用 {bands} 个波段的栅格。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>The model was trained without wavelengths, so the bands that are left could not be found in another raster. Set 'Bands to keep' (BANDS) to 'all', or train on a raster with wavelengths.</source>
        <translation>模型训练时没有波长信息，因此无法在其他栅格中找到保留的波段。请将“保留的波段数”（BANDS）设为“all”，或用有波长信息的栅格训练。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>The models agree on {same} of the raster's {n} pixels with data: {share} %, kappa {kappa}. {empty} pixels have no data. Where the models agree, both may be wrong.</source>
        <translation>在栅格的 {n} 个有数据像元中，两个模型在 {same} 个像元上结果一致：{share}%，Kappa 系数 {kappa}。{empty} 个像元无数据。结果一致之处，两个模型也可能都错。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>The models are compared on the minerals that both identify, by name, but there is none: model A has {first}, model B {second}. Choose models of the same minerals.</source>
        <translation>两个模型按名称在共同识别的矿物上比较，但没有共同的矿物：模型 A 有 {first}，模型 B 有 {second}。请选择矿物相同的模型。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>The models number their minerals differently or have different ones, so they were matched by name: {matched}. Only model A has {first}; only model B has {second}.</source>
        <translation>两个模型的矿物编号不同或矿物不同，因此按名称对应：{matched}。仅模型 A 有：{first}；仅模型 B 有：{second}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>The models use all class numbers from 1 to {largest}, so none is left for 'models differ' in the agreement map. Run the comparison without the map.</source>
        <translation>模型已用尽 1 至 {largest} 的全部类别编号，一致性图中没有编号可用于“models differ”。请不输出一致性图，重新比较。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>The names in {library} are not in UTF-8: one reads '{name}'. Save the file, of an ENVI library its header, as UTF-8.</source>
        <translation>{library} 中的名称不是 UTF-8 编码：其中一个读作“{name}”。请将该文件（ENVI 光谱库则为其头文件）另存为 UTF-8。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>The neighbourhoods of the samples in {raster} need {found} MB, but no more than {most} MB is held in memory. Use fewer samples or unlabelled pixels, a smaller neighbourhood or fewer bands.</source>
        <translation>{raster} 中样本的邻域需要 {found} MB，而内存中最多只保存 {most} MB。请减少样本或未标注像元、减小邻域或减少波段。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>The network already had no more hidden units than requested: {before}.</source>
        <translation>网络的隐藏单元数原本就不多于指定的数目：{before}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>The network has more than {most} hidden neurons, so the shares of the bands are not computed.</source>
        <translation>网络的隐藏神经元超过 {most} 个，因此不计算各波段的贡献。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>The network learnt from them without a single labelled pixel.</source>
        <translation>网络只从这些光谱中学习，未使用任何有标签的像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>The network learnt from them, with {samples} labelled samples of the scene beside them.</source>
        <translation>网络从这些光谱中学习，同时使用了影像中的 {samples} 个有标签样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/pruning_notices.py"/>
        <source>The network of round {kept} is kept ({units} hidden units). Now the controls are trained, which takes about as long again.</source>
        <translation>保留第 {kept} 次迭代的网络（{units} 个隐藏单元）。现在训练对照网络，大约还需同样长的时间。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/pruning_notices.py"/>
        <source>The network to prune has {units} hidden units and reads {bands} bands; it identifies {oa:.2f} % of the validation samples correctly.</source>
        <translation>待剪枝的网络有 {units} 个隐藏单元，读取 {bands} 个波段，验证样本的 {oa:.2f}% 识别正确。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>The neurons of the last hidden layer with the largest shares, by their numbers before pruning.</source>
        <translation>最后一个隐藏层中贡献最大的神经元，编号为剪枝前的编号。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>The new colour of {mineral} must be written as # and six digits, such as #D55E00; it is {colour}.</source>
        <translation>{mineral} 的新颜色须写成 # 加六位数字，如 #D55E00；现为 {colour}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>The new name of {mineral} is a number ({name}). Write a name: that of another class to join it, or unclassified to remove the class.</source>
        <translation>{mineral} 的新名称是一个数字（{name}）。请填写名称：填另一类别的名称可并入该类别，填 unclassified 则删除此类别。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>The new packages do not work together with those of this QGIS, so they were not kept. The last lines of the log say why.</source>
        <translation>新软件包无法与此 QGIS 已有的软件包一起工作，因此未予保留。原因见日志最后几行。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>The numbers of compared pixels do not follow the areas of the minerals, so what the matrix says of a map is weighted here by the pixels that the map gives each mineral. True area: the mapped area, corrected by the errors of the map. From, to: the 95 % interval.</source>
        <translation>参与比较的像元数与矿物的面积不成比例，因此这里用图上各矿物的像元数对混淆矩阵加权。真实面积：用图的误差校正后的填图面积。从、至：95% 置信区间。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>The numbers of the report as comma-separated values, with units in the column headings.</source>
        <translation>报告中的数值，以逗号分隔，列标题中注明单位。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_hidden_sizes.py"/>
        <source>The other seeds are the numbers after it.</source>
        <translation>其余随机种子从它起依次递增。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>The package index could not be reached, so nothing was installed. Check the internet connection, then press Install again.</source>
        <translation>无法连接软件包索引，因此未安装任何内容。请检查网络连接，然后再次点击“安装”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>The package index has no {package} for Python {version} on this computer, so nothing was installed.</source>
        <translation>软件包索引中没有适合本机 Python {version} 的 {package}，因此未安装任何内容。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/packages_notice.py"/>
        <source>The packages are installed. Restart QGIS, which still has older ones loaded.</source>
        <translation>软件包已安装。请重新启动 QGIS：它仍在使用旧的软件包。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/packages_notice.py"/>
        <source>The packages are installed; all algorithms can be used now, without a restart.</source>
        <translation>软件包已安装；所有算法现在即可使用，无需重新启动。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>The packages found are not compatible with each other, so nothing was installed; the log says which.</source>
        <translation>找到的软件包互不兼容，因此未安装任何内容；详见日志。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>The patches of neighbouring pixels overlap. Where test samples lie next to training samples, as in a random split, the network has already seen most of their pixels and their accuracy is too optimistic; to judge such a network, split the samples by blocks.</source>
        <translation>相邻像元的邻域相互重叠。若测试样本紧邻训练样本（如随机划分），网络已见过其中的大部分像元，测试样本的精度会偏高；评价此类网络时，请对样本作空间分块划分。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>The pixels are written to {output} ({megabytes:.0f} MB), which no longer needs {product}.</source>
        <translation>像元已写入 {output}（{megabytes:.0f} MB），不再需要 {product}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>The pixels are written to {output} ({megabytes:.0f} MB). Keep {product} where it is: the longitudes and latitudes that put {output} and maps of it on the ground are read from it.</source>
        <translation>像元已写入 {output}（{megabytes:.0f} MB）。请将 {product} 保留在原处：{output} 及其制图结果落到地面位置所需的经纬度从该文件读取。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>The plot as it is shown</source>
        <translation>当前显示的图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/simulation/simulation_notices.py"/>
        <source>The plugin knows no mineral called {mineral}. Its samples resemble {materials} most, so these are not learnt as something else.</source>
        <translation>插件不认识名为 {mineral} 的矿物。其样本与 {materials} 最相似，因此这些物质不作为其他物质学习。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>The polygon holds more than {most} pixels. Draw a smaller one to see its mean spectrum.</source>
        <translation>多边形包含的像元超过 {most} 个。请绘制较小的多边形以查看平均光谱。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>The polygon holds the centre of no pixel. Draw a larger one, or click on a pixel.</source>
        <translation>多边形内没有任何像元的中心。请绘制较大的多边形，或点击一个像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>The proxy refused the connection or could not be reached, so nothing was installed. Check Settings &gt; Options &gt; Network, then press Install again.</source>
        <translation>代理拒绝连接或无法访问，因此未安装任何内容。请检查“设置 &gt; 选项 &gt; 网络”，然后再次点击“安装”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>The report shows the first {shown} of {points} points; all of them are in the table.</source>
        <translation>报告显示 {points} 个点中的前 {shown} 个；全部列于表格中。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>The run has ended for a reason nobody foresaw: {reason}. What was finished is in the ledger; run it again to map the rest, and please report the fault.</source>
        <translation>运行因未预见的原因终止：{reason}。已完成的结果记录在台账中；请重新运行以完成其余影像，并请报告此问题。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>The runner-up is {mineral} ({probability} %), {margin} logits behind.</source>
        <translation>次优类别为{mineral}（{probability}%），低 {margin} 个 logit。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>The same seed and input give the same result, bit for bit.</source>
        <translation>相同的随机种子和输入给出逐位相同的结果。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>The samples of {layer} come from {clusters} clusters of labelled points, which count as polygons.</source>
        <translation>{layer} 的样本来自 {clusters} 个已标注点的点簇，每个点簇视为一个面。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>The samples of {layer}, or their splits, are not those that the model was trained on, so it may have learnt from some of them: accuracies on them may be too high. Prune it on the samples that it was trained on.</source>
        <translation>{layer} 的样本或其划分不是训练该模型所用的，模型可能已学过其中一部分：在这些样本上的精度可能偏高。请用训练该模型的样本进行剪枝。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>The scene</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>The scene as each model maps it</source>
        <translation>两个模型各自的填图结果</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>The scheduler at {address} has no worker after {seconds} s of waiting. Start workers first.</source>
        <translation>等待 {seconds} 秒后，{address} 处的调度器仍没有工作进程。请先启动工作进程。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/spectra/scene_settings.py"/>
        <source>The seed must be a whole number from {smallest} to {largest}; {seed} is not.</source>
        <translation>随机种子须为 {smallest} 至 {largest} 的整数；{seed} 不符合。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/spectra/scene_settings.py"/>
        <source>The sides of an example scene must be from {smallest} to {largest} pixels, with no more than {most} pixels in all, but {width} x {height} was given. Choose another size.</source>
        <translation>示例影像的边长须为 {smallest} 至 {largest} 个像元，总数不超过 {most} 个像元，现为 {width} x {height}。请选择其他尺寸。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>The sparse network reads {inputs} of {all} inputs. It has {parameters} parameters, {ratio} times fewer than the dense one, and needs {products} times fewer multiply-adds for each pixel of a map.</source>
        <translation>稀疏网络读取 {all} 个输入中的 {inputs} 个。它有 {parameters} 个参数，为稠密网络的 {ratio} 分之一；填图时每个像元的乘加运算数为稠密网络的 {products} 分之一。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>The spectra, and the shares of the bands, for a spreadsheet</source>
        <translation>光谱及各波段的贡献，可粘贴到电子表格</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>The spectral library {library} cannot be read: {reason}.</source>
        <translation>光谱库 {library} 无法读取：{reason}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>The spectrum '{record}' belongs to both {first} and {second} ({records} such spectra in all). Write longer beginnings, so that each spectrum belongs to one mineral.</source>
        <translation>光谱“{record}”同时属于 {first} 和 {second}（这样的光谱共 {records} 条）。请写更长的名称开头，使每条光谱只属于一种矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>The table {table} is damaged or cut short: its header tells of {rows} rows of {length} bytes, with fields of {fields} bytes, and the file has {size} bytes. Copy it from its source again.</source>
        <translation>属性表 {table} 已损坏或被截断：文件头声明有 {rows} 行、每行 {length} 字节、字段共 {fields} 字节，而文件大小为 {size} 字节。请重新从来源复制该文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>The table {table} is damaged: {damaged} of its {rows} rows, the first of them row {first}, do not begin with a blank or an asterisk as rows do. Copy it from its source again.</source>
        <translation>属性表 {table} 已损坏：共 {rows} 行，其中 {damaged} 行（首个为第 {first} 行）的行首既不是空格也不是星号。请重新从来源复制该文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>The test and the interval assume that samples are independent; neighbouring pixels resemble each other, so the uncertainty is larger than they suggest. Samples that were used to train or choose one of the models favour it: only samples that neither model has used are fair to both.</source>
        <translation>检验和置信区间均假定样本相互独立；相邻像元彼此相似，因此实际的不确定性更大。曾用于训练或选择其中一个模型的样本对该模型有利：只有两个模型都未使用过的样本才对双方公平。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>The test samples of {layer} lie in polygons that also hold training samples, or in few polygons, so polygons are left out in turn instead. To keep the test samples apart, set 'Accuracy from' to 'test samples'.</source>
        <translation>{layer} 的测试样本与训练样本在同一些面里，或所在的面很少，因此改为依次留出各个面。如要单独保留测试样本，请将“精度来源”设为“test samples”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>The test samples were drawn at random among the labelled pixels: half of them lie within {median} pixels of a training sample. Neighbouring pixels are alike, so this accuracy is too high for the rest of the scene.</source>
        <translation>测试样本从已标注像元中随机抽取：其中一半距训练样本不超过 {median} 个像元。相邻像元彼此相似，因此对影像的其余部分而言该精度偏高。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>The test samples were used once, at the end, for the model that is kept; nothing was chosen by them.</source>
        <translation>测试样本仅在最后对保留的模型使用一次；未用其作任何选择。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>The two spectrometers of {product} overlap from {first:.3f} to {last:.3f} um. All {bands} bands there are kept, in the order of their wavelengths; choose 'Where spectrometers overlap' to keep one of the two.</source>
        <translation>{product} 的两个光谱仪在 {first:.3f} 至 {last:.3f} μm 重叠。其中 {bands} 个波段全部保留，按波长排序；如只保留其中一个光谱仪的波段，请设置“光谱仪重叠处”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>The unlabelled pixels were labelled by linear discriminants, by an ensemble of networks or by the mean of the two, whichever knew the polygons left out best; the networks had to be better than the linear discriminants by more than a standard error. Chosen: {chosen}.</source>
        <translation>未标注像元由线性判别、网络集成或二者的平均来标注，取对留出的面识别得最好者；网络须比线性判别好出一个标准误以上才会选用。选用：{chosen}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>The unpruned network with {before} hidden units was kept: the rule chose none of the pruned networks.</source>
        <translation>保留了有 {before} 个隐藏单元的未剪枝网络：按规则未选中任何剪枝后的网络。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>The validation samples were monitored during training, but nothing about the network was chosen by them. Where it was trained on unlabelled pixels too, they were used to choose the epochs of the ensemble that provides the soft labels, so their accuracy is slightly optimistic.</source>
        <translation>训练过程中只监测验证样本，没有用其对网络作任何选择。若还用未标注像元训练，则提供软标签的集成模型的训练轮次由验证样本选择，因此验证精度略微偏高。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>The validation samples were used to choose the epoch or the model, so their accuracy is optimistic.</source>
        <translation>验证样本曾用于选择轮次或模型，因此其精度偏高。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>The values of {raster} are near {found:g}, so they are not reflectance from 0 to 1, and the file gives no scale factor. The model will only work with rasters in the same unit.</source>
        <translation>{raster} 的值约为 {found:g}，不是 0 至 1 的反射率，文件中也没有比例因子。所得模型只适用于单位相同的栅格。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>The wavelengths of {library} do not ascend: they fall back {falls} times. Sort its bands by wavelength.</source>
        <translation>{library} 的波长不是递增的：共回落 {falls} 次。请按波长对其波段排序。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>The wavelengths of {product} are those of {file} ({unit}).</source>
        <translation>{product} 的波长取自 {file}（{unit}）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>The wavelengths that {product} states itself are replaced by those of {file}.</source>
        <translation>{product} 自带的波长已替换为 {file} 中的波长。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>The worker that mapped {raster} ended without a word, {times} times: killed, or out of memory. Give workers more memory, or a scene less.</source>
        <translation>处理 {raster} 的工作进程 {times} 次无故中止：被结束或内存不足。请给工作进程更多内存，或让一景少用内存。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>The worker {worker} cannot map these scenes: {reason}. No scene was begun.</source>
        <translation>工作进程 {worker} 不能为这些影像填图：{reason}。未开始任何影像。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>The workers do not run what this machine runs, and maps of different versions must not be mixed: {differing}. Install the same versions everywhere.</source>
        <translation>工作进程与本机运行的版本不同，而不同版本的图不得混合：{differing}。请在各处安装相同的版本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/base.py"/>
        <source>The {where} contains the class numbers {found}, which are not among the classes compared ({known}). Choose a reference with the same class numbers as the map.</source>
        <translation>{where}中有类别编号 {found}，不在所比较的类别（{known}）之内。请选择类别编号与矿物图一致的参考数据。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>There are no test samples. Overall accuracy on {samples} validation samples, which also chose the network, so it is too high: {oa:.1f} % (95 % interval {low:.1f} to {high:.1f} %).</source>
        <translation>没有测试样本。{samples} 个验证样本的总体精度：{oa:.1f}%（95% 置信区间 {low:.1f} 至 {high:.1f}%）；这些样本也用于选择网络，因此精度偏高。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>There is no address in '{text}'; an address begins with https://</source>
        <translation>“{text}”中没有地址；地址以 https:// 开头</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock.py"/>
        <source>There is no file {path}.</source>
        <translation>文件 {path} 不存在。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/map_picture.py"/>
        <source>There is no picture of the map: {reason}</source>
        <translation>没有地图图片：{reason}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>There is no scene in {listed}. Name rasters, patterns, a CSV with a column 'scene' or STAC items.</source>
        <translation>{listed} 中没有影像。请给出栅格、通配符、含“scene”列的 CSV 或 STAC 条目。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>There is no {split} sample of {minerals}: label more pixels or polygons of it, or draw at random.</source>
        <translation>{minerals} 没有 {split} 样本：请为其标注更多像元或面，或随机抽取。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>These minerals have fewer labelled pixels with data than requested, and give fewer samples (training / validation / test): {minerals}.</source>
        <translation>下列矿物有数据的已标注像元少于要求，给出的样本较少（训练 / 验证 / 测试）：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>These minerals of {layer} have a single polygon, so the model shows them but their accuracy is unknown and not part of the overall accuracy: {minerals}. Label a second polygon of each.</source>
        <translation>{layer} 中下列矿物只有一个面，模型会给出这些矿物，但其精度未知，也不计入总体精度：{minerals}。请为每种矿物再标注一个面。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/look_words.py"/>
        <source>These pixels have no data in the bands of the model.</source>
        <translation>这些像元在模型所用波段中没有数据。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>These samples do not show that one model is better. Model A identifies {a} % of {n} samples correctly, model B {b} %: a difference of {points} percentage points (95 % interval {low} to {high}; exact McNemar test, p {p}).</source>
        <translation>这些样本未能表明哪个模型更好。在 {n} 个样本中，模型 A 正确识别 {a}%，模型 B 正确识别 {b}%：相差 {points} 个百分点（95% 置信区间 {low} 至 {high}；精确 McNemar 检验，p {p}）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>These samples show that model A is better. It identifies {a} % of {n} samples correctly, model B {b} %: a difference of {points} percentage points (95 % interval {low} to {high}; exact McNemar test, p {p}).</source>
        <translation>这些样本表明模型 A 更好。在 {n} 个样本中，它正确识别 {a}%，模型 B 正确识别 {b}%：相差 {points} 个百分点（95% 置信区间 {low} 至 {high}；精确 McNemar 检验，p {p}）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>These samples show that model B is better. It identifies {b} % of {n} samples correctly, model A {a} %: a difference, A minus B, of {points} percentage points (95 % interval {low} to {high}; exact McNemar test, p {p}).</source>
        <translation>这些样本表明模型 B 更好。在 {n} 个样本中，它正确识别 {b}%，模型 A 正确识别 {a}%：差值（A 减 B）为 {points} 个百分点（95% 置信区间 {low} 至 {high}；精确 McNemar 检验，p {p}）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>These were simulated too, so that the network can tell them apart and leave them without a name. In brackets: the number of reference spectra.</source>
        <translation>这些物质也参与了模拟，使网络能够将其区分开来而不予定名。括号内为参考光谱数。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>This QGIS is using the packages that were to be replaced, so they were not changed. Restart QGIS, then press Install before doing anything else.</source>
        <translation>此 QGIS 正在使用要替换的软件包，因此未作更改。请重新启动 QGIS，并首先点击“安装”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>This holds for places like the polygons. Where polygons were drawn in the clearest parts of each mineral, the rest of the map is less accurate.</source>
        <translation>这适用于与各个面相似的地方。如果面画在各矿物最典型之处，图上其余部分的精度会低一些。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>This model reads the neighbourhood of a pixel, so no share is given to single bands.</source>
        <translation>该模型读取像元的邻域，因此不给出单个波段的贡献。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/look_words.py"/>
        <source>This model reads the neighbourhood of a pixel: it does not explain a mean spectrum.</source>
        <translation>该模型读取像元的邻域，不能解释平均光谱。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>This model was trained on samples, so pruning needs samples too. Choose a layer for 'Samples (points or polygons)'.</source>
        <translation>该模型由样本训练，因此剪枝也需要样本。请为“样本（点或面）”选择一个图层。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/packages.py"/>
        <source>This needs {packages}, which the Python of this QGIS lacks. Choose Plugins &gt; Mineral Prune &gt; Install packages, or run this in a terminal and restart QGIS: {command}</source>
        <translation>此算法需要 {packages}，而此 QGIS 的 Python 没有。请选择“插件 &gt; Mineral Prune &gt; 安装软件包”，或在终端运行以下命令并重新启动 QGIS：{command}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>This needs {packages}, which this Python lacks. Run: {command}</source>
        <translation>需要 {packages}，但此 Python 中没有。请运行：{command}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/look_words.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>This pixel has no data in the bands of the model.</source>
        <translation>该像元在模型的波段中没有数据。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/plot_content.py"/>
        <source>This pixel has no data.</source>
        <translation>该像元没有数据。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock.py"/>
        <source>This place cannot be converted to the coordinate system of the raster.</source>
        <translation>该位置无法转换到栅格的坐标系。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Threshold (score)</source>
        <translation>阈值（得分）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>Tidy map</source>
        <translation>整饰矿物图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/export_onnx.py"/>
        <source>Tile size (pixels; 0: any)</source>
        <translation>瓦片边长（像元；0：任意）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>To leave pixels unclassified that are unlike all samples, the largest class number may be {most}; the samples have {found}. Give the minerals lower numbers.</source>
        <translation>要使与所有样本都不相似的像元不分类，最大类别编号不得超过 {most}；样本的最大编号为 {found}。请减小矿物的编号。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>To leave polygons out, every sample of {layer} must say in the field 'group' which polygon it comes from, as those that 'Draw samples' draws from polygons do. Draw them so, or choose 'test samples' under 'Accuracy from'.</source>
        <translation>要留出面，{layer} 的每个样本都须在字段“group”中注明来自哪个面，“抽取样本”由面抽取的样本就是如此。请这样抽取，或在“精度来源”中选择“test samples”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>To map {raster} with this model takes about {needed} MB of memory, and {most} MB are allowed. Allow more under Settings &gt; Options &gt; Processing &gt; Providers &gt; Mineral Prune, or choose a smaller model or a raster of smaller blocks.</source>
        <translation>用此模型对 {raster} 填图约需 {needed} MB 内存，而允许值为 {most} MB。请在“设置 &gt; 选项 &gt; 数据处理 &gt; 数据源 &gt; Mineral Prune”中提高上限，或选择较小的模型、数据块较小的栅格。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/pruning_settings.py"/>
        <source>Tolerance (percentage points)</source>
        <translation>容差（百分点）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>Too few labelled pixels with data: {shortages}. Draw fewer samples, label more pixels, use smaller blocks, or choose 'up to' under 'Numbers'.</source>
        <translation>有数据的已标注像元太少：{shortages}。请减少样本数、增加标注、减小块，或在“数量方式”中选择“up to”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>Too few of the simulated spectra of these are named to say what they are taken for: {minerals}.</source>
        <translation>以下矿物的模拟光谱获得名称的太少，无法说明它们会被误认为什么：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <source>Train from spectral library</source>
        <translation>由光谱库训练</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_model.py"/>
        <source>Train model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Train sparse DenseNet</source>
        <translation>训练稀疏 DenseNet</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/train_model.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Trained model</source>
        <translation>训练好的模型</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>Training failed in epoch {epoch}: the loss is no longer finite. Check the values of the raster.</source>
        <translation>训练在第 {epoch} 轮失败：损失不再是有限值。请检查栅格的值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Training from a spectral library</source>
        <translation>由光谱库训练模型</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>Training needs at least two minerals; the training samples contain only {mineral}.</source>
        <translation>训练至少需要两种矿物；训练样本中只有 {mineral}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/packages_notice.py"/>
        <source>Training needs {packages}; maps by perceptrons do not.</source>
        <translation>训练需要 {packages}；用感知机填图则不需要。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>Training of a mineral identifier</source>
        <translation>矿物识别模型的训练</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Training of a sparse DenseNet</source>
        <translation>稀疏 DenseNet 的训练</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Training pixels per class</source>
        <translation>每类训练像元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/train_model.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Training report</source>
        <translation>训练报告</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>Training such a network takes about {needed} MB of memory, and {most} MB are allowed. Allow more under Settings &gt; Options &gt; Processing &gt; Providers &gt; Mineral Prune, or choose fewer hidden units or samples.</source>
        <translation>训练这样的网络约需 {needed} MB 内存，而允许值为 {most} MB。请在“设置 &gt; 选项 &gt; 数据处理 &gt; 数据源 &gt; Mineral Prune”中提高上限，或减少隐藏单元、样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_sparse_densenet.py"/>
        <source>Trains a densely connected convolutional network that identifies the mineral of a pixel from the pixel and its neighbours. In a DenseNet each layer reads the feature maps of all layers before it but needs few of them: during training, the inputs that contribute least are dropped in stages (our reading of Wu et al. 2019).

Use it where minerals form patches of several pixels. In 'Draw samples', set 'Split' to blocks: the network has seen the pixels around each training sample, so randomly drawn test samples make the accuracy look too good. It also learns from unlabelled pixels, which an ensemble of perceptrons labels first.

The model file can be used in 'Map minerals' and 'Compare models', like that of a perceptron. The report shows each stage, which layers are still connected, the learning curve and the accuracy of each mineral.</source>
        <translation>训练一个稠密连接的卷积网络，由像元及其相邻像元识别该像元的矿物。在 DenseNet 中，每层读取之前所有层的特征图，而真正需要的很少：在训练过程中分阶段去除贡献最小的输入（按我们对 Wu 等 2019 的理解实现）。

适用于矿物呈若干像元大小斑块分布的情况。请在“抽取样本”中将“划分方式”设为 blocks：训练样本周围的像元网络已经见过，随机抽取测试样本会使精度偏高。网络还从未标注像元中学习，其标签先由感知机的集成给出。

模型文件可像感知机一样用于“矿物填图”和“比较模型”。报告给出每个阶段、哪些层仍相连接、学习曲线以及每种矿物的精度。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_from_library.py"/>
        <source>Trains a network that identifies minerals without a single labelled pixel: from a library of reference spectra and the scene itself.

Reference spectra are mixed and shown in the light and with the noise of your scene, and the network learns from these simulated spectra. It also learns what it must not name: minerals of the library that you have not asked for, vegetation, water and man-made surfaces, ground without absorptions, and spectra unlike all of these. 'Map minerals' leaves such pixels unclassified.

The report shows the reference spectra of each mineral and which minerals cannot be told apart with the bands of this scene. Its accuracy is on simulated spectra: it is not an accuracy on the ground. Check the map with 'Assess map' where you know the minerals.</source>
        <translation>无需任何有标签的像元，仅凭参考光谱库和影像本身训练识别矿物的网络。

将参考光谱混合，并赋予影像的光照条件和噪声，网络从这些模拟光谱中学习。它还学习哪些不应定名：光谱库中未要求识别的矿物，植被、水体和人工地物，没有吸收特征的地面，以及与上述各类都不相似的光谱。“矿物填图”将这类像元留为未分类。

报告给出各矿物的参考光谱，并指出用该影像的波段无法区分哪些矿物。报告中的精度针对模拟光谱，并非实地精度。请在矿物已知之处用“填图精度评价”检验填图结果。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/train_model.py"/>
        <source>Trains a small neural network (a multilayer perceptron) that identifies minerals from single spectra.

Use it after 'Draw samples', or give it polygons of known mineral. The network learns from the training samples; the validation samples choose the best epoch; the test samples are used once, at the end. Since samples are few and pixels are many, the network also learns from unlabelled pixels of the raster, which an ensemble of networks labels first.

Where samples come from few polygons, or test samples from polygons of training samples, every polygon is left out in turn instead: that is the accuracy which is reported, and the network learns from all samples.

The model file holds everything that 'Map minerals' and 'Prune model' need. The report shows the learning curve, the confusion matrix and the accuracy of each mineral with its 95 % interval.</source>
        <translation>训练一个小型神经网络（多层感知机），由单个像元的光谱识别矿物。

在“抽取样本”之后使用，或直接给出矿物已知的面。网络从训练样本中学习；验证样本用于选择最佳轮次；测试样本只在最后使用一次。由于样本少而像元多，网络还从栅格的未标注像元中学习，其标签先由多个网络的集成给出。

当样本来自很少的面，或测试样本与训练样本在同一些面里时，改为依次留出每个面：报告的就是这一精度，网络则由全部样本学习。

模型文件包含“矿物填图”和“模型剪枝”所需的全部内容。报告给出学习曲线、混淆矩阵，以及每种矿物的精度及其 95% 置信区间。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_hidden_sizes.py"/>
        <source>Trains networks of several sizes, each from several seeds, and compares their accuracy on the validation samples (Deng et al. 2022, Table 2).

Use it to choose the 'Hidden units' of 'Train model'. Single runs differ by about a percentage point, so look at the mean and the spread. The test samples are not used.

Outputs: a table and a report with a figure.</source>
        <translation>训练若干种规模的网络，每种规模使用多个随机种子，并比较它们在验证样本上的精度（Deng 等 2022，表 2）。

用于为“训练模型”选择“隐藏单元”。单次运行之间可相差约一个百分点，因此应看均值和离散程度。不使用测试样本。

输出：一个表格和一份带图的报告。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>True area (%)</source>
        <translation>真实面积（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>True area (km2)</source>
        <translation>真实面积（km²）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_polygons.py"/>
        <source>Turns a mineral map into polygons, one for each patch of pixels of the same mineral that share sides.

The fields are mineral, class (its number) and area_m2. Areas are measured as by 'Areas of minerals'. Unclassified pixels give no polygon. The coordinate system is the map's.

A map of single pixels gives a polygon for each of them: take small patches away with 'Tidy map' first.</source>
        <translation>把矿物图转换为面：同种矿物中以边相邻的像元构成的每个斑块为一个面。

字段为 mineral（矿物）、class（类别编号）和 area_m2（面积，平方米）。面积按“矿物面积”的方法量算。未分类的像元不生成面。坐标系与该图相同。

由零散像元组成的图会为每个像元生成一个面：请先用“整饰矿物图”去掉小斑块。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock.py"/>
        <source>Type the name of the mineral, or choose one.</source>
        <translation>请输入或选择矿物名称。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/connectivity_figure.py"/>
        <source>T{number}</source>
        <extracomment>T is for transition, a layer between two blocks.</extracomment>
        <translation>T{number}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>Unclassified</source>
        <translation>未分类</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>Unclassified ({kind}): {pixels} pixels, {share} % of those with data</source>
        <translation>未分类（{kind}）：{pixels} 个像元，占有数据像元的 {share}%</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Unclassified by A</source>
        <translation>A 未分类</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Unclassified by B</source>
        <translation>B 未分类</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>Unclassified pixels</source>
        <translation>未分类像元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>Unclassified pixels with none of the model's minerals</source>
        <translation>不含模型所识别矿物的未分类像元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/training_settings.py"/>
        <source>Unlabelled pixels to learn from</source>
        <translation>用于学习的未标注像元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Unlabelled pixels used in pruning</source>
        <translation>剪枝所用的未标注像元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Unlabelled pixels used in training</source>
        <translation>训练所用的未标注像元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>Unpacking and testing the packages, which takes a minute or two...</source>
        <translation>正在解包并测试软件包，需要一两分钟……</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Use only the bands in this range, for instance 1.99 to 2.48. Empty: all good bands.</source>
        <translation>只使用此范围内的波段，例如 1.99 至 2.48。留空：使用所有好波段。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>User's accuracy (%)</source>
        <translation>用户精度（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Validation pixels per class</source>
        <translation>每类验证像元数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>Validation samples used for scoring</source>
        <translation>用于评分的验证样本数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Value (%)</source>
        <translation>值（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/plot_content.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation_figure.py"/>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <location filename="../../mineral_prune_plugin/reports/library_figure.py"/>
        <source>Wavelength (um)</source>
        <translation>波长（μm）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>Wavelengths</source>
        <translation>波长</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Wavelengths (micrometres)</source>
        <translation>波长范围（微米）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>Weakest: {mineral}, of which {share:.0f} % is identified; it is most often left unclassified.</source>
        <translation>精度最低：{mineral}，识别出 {share:.0f}%；其余大多未分类。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>Weakest: {mineral}, of which {share:.0f} % is identified; it is most often taken for {other}.</source>
        <translation>精度最低：{mineral}，识别出 {share:.0f}%；最常被误认为{other}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/verdict.py"/>
        <source>Weakest: {mineral}, {share} %, most often taken for {other}.</source>
        <translation>精度最低：{mineral}，{share}%，最常被误认为 {other}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/verdict.py"/>
        <source>Weakest: {mineral}, {share} %, otherwise left unclassified.</source>
        <translation>精度最低：{mineral}，{share}%，其余未分类。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/export_onnx.py"/>
        <source>What a value of 1 is in reflectance: 1 where the values are reflectance from 0 to 1, 0.0001 where 10000 stands for 1.</source>
        <translation>数值 1 对应的反射率：数值就是 0 到 1 的反射率时为 1，用 10000 表示 1 时为 0.0001。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>What cannot be told apart</source>
        <translation>无法区分的矿物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>What is left unclassified</source>
        <translation>不予分类的像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>What must not be named</source>
        <translation>不应定名的物质</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>What the network learnt from</source>
        <translation>网络从什么学习</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/areas.py"/>
        <source>What the table calls each polygon. Empty: its number in the layer.</source>
        <translation>表中各个面的名称。留空：该面在图层中的编号。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/open_product.py"/>
        <source>Where spectrometers overlap</source>
        <translation>光谱仪重叠处</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Where the maps go; it is made where it is missing. The same folder again maps what is missing.</source>
        <translation>存放各图的位置；不存在时会创建。再次使用同一文件夹时只处理缺少的部分。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/sample_polygons.py"/>
        <source>Where the mineral is known, in any coordinate system: points with the fields mineral (name), class (number from 1) and split (train, validation or test), as made by 'Draw samples'; or polygons, of which pixels are then drawn by the same rules, at most 440 of each mineral.</source>
        <translation>矿物已知之处，坐标系不限：由“抽取样本”生成的点，字段为 mineral（名称）、class（从 1 起的编号）和 split（train、validation 或 test）；或者面，此时按同样的规则抽取其像元，每种矿物最多 440 个。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>Where the mineral is known: a raster of class numbers (0: unknown), polygons or points. They are converted if their coordinate system or pixel grid is a different one.</source>
        <translation>矿物已知的位置：类别编号栅格（0：未知）、面或点。坐标系或像元网格不同时会自动转换。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>Where the two spectrometers of {product} overlap ({first:.3f} to {last:.3f} um), the bands of {choice} are taken; {dropped} bands are left out.</source>
        <translation>在 {product} 两个光谱仪重叠处（{first:.3f} 至 {last:.3f} μm）采用 {choice} 的波段；舍去 {dropped} 个波段。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>Where the two spectrometers of {product} overlap ({first:.3f} to {last:.3f} um), {vnir} bands of the VNIR and {swir} of the SWIR become {bands}: each is the mean of a band of the SWIR and its nearest band of the VNIR.</source>
        <translation>在 {product} 两个光谱仪重叠处（{first:.3f} 至 {last:.3f} μm），{vnir} 个 VNIR 波段和 {swir} 个 SWIR 波段合为 {bands} 个：每个都是一个 SWIR 波段与最近的 VNIR 波段的均值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/parameters.py"/>
        <source>Where to compute. auto: on an NVIDIA graphics card (CUDA), if there is one, for large scenes with the feature continuum or asai; else on the processor. cpu: on the processor's cores. cuda: on the graphics card; sparse DenseNets stay on the processor. The map is the same.</source>
        <translation>在何处计算。auto：有 NVIDIA 显卡（CUDA）时，特征为 continuum 或 asai 的大影像用显卡，其余用处理器。cpu：用处理器的各核心。cuda：用显卡；稀疏 DenseNet 仍在处理器上计算。所得图相同。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Whether that matters depends not on p but on the size of the difference: according to the interval, {low} to {high} percentage points.</source>
        <translation>差异是否重要不取决于 p 值，而取决于差值的大小：按置信区间为 {low} 至 {high} 个百分点。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>Which layer reads which</source>
        <translation>层间读取关系</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/compare_models.py"/>
        <source>Which samples to compare on. Only test samples are fair to both models.</source>
        <translation>用哪一部分样本进行比较。只有测试样本对两个模型都公平。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/assess_map.py"/>
        <source>Which samples to compare with. Ignored if there is a reference raster.</source>
        <translation>用哪一部分样本进行比较。有参考栅格时不起作用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/map_picture.py"/>
        <source>White: unclassified or without data.</source>
        <translation>白色：未分类或无数据。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>Whole raster</source>
        <translation>整幅栅格</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>Why these minerals</source>
        <translation>为何是这些矿物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock.py"/>
        <location filename="../../mineral_prune_plugin/desktop/dock/entry.py"/>
        <source>Why this mineral?</source>
        <translation>为何是这种矿物？</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>Width (pixels)</source>
        <translation>宽度（像元）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/create_example_scene.py"/>
        <source>Width times height must not exceed {pixels} pixels.</source>
        <translation>宽度乘高度不得超过 {pixels} 个像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>Windows limits paths to 260 characters, and {folder} is too long for that. Nothing was installed. Turn on long paths in Windows, or use a QGIS profile in a folder with a shorter path.</source>
        <translation>Windows 将路径限制为 260 个字符，而 {folder} 过长。未安装任何内容。请在 Windows 中启用长路径，或使用路径较短的 QGIS 用户配置。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>With 'Leave pixels unclassified that are unlike all samples' no polygons can be left out. Choose 'automatic' or 'test samples' under 'Accuracy from', or untick it.</source>
        <translation>勾选“与所有样本都不相似的像元不分类”时不能留出面。请在“精度来源”中选择“automatic”或“test samples”，或取消勾选。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/simulation/simulation_notices.py"/>
        <source>With the bands and the noise of this scene other minerals are taken for these: {minerals}. In brackets is the share that is right of the simulated spectra with absorptions of {depth} % or more that get the name; it is below {least} %. Where a map shows one of them, do not trust it.</source>
        <translation>就本影像的波段和噪声而言，其他矿物会被误认为下列矿物：{minerals}。括号内为吸收深度不小于 {depth}% 且被定为该名的模拟光谱中正确的比例，低于 {least}%。图上出现这些矿物之处不可信。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/simulation/simulation_notices.py"/>
        <source>With the bands and the noise of this scene these minerals cannot be recognised: {minerals}. In brackets is the share of their simulated spectra with absorptions of {depth} % or more that get the right name; it is below {least} %. Leave them out, or make one class of those that the report says are taken for each other.</source>
        <translation>就本影像的波段和噪声而言，下列矿物无法识别：{minerals}。括号内为其吸收深度不小于 {depth}% 的模拟光谱中被正确定名的比例，低于 {least}%。请去掉这些矿物，或将报告中指出的相互混淆的矿物合并为一类。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>With the {unclassified} unclassified pixels counted as wrong, it is {oa} %.</source>
        <translation>若将 {unclassified} 个未分类像元计为错误，则为 {oa}%。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>With the {unclassified} unclassified {split} samples counted as wrong, the accuracy is {oa} %.</source>
        <translation>若将 {unclassified} 个未分类的{split}样本计为错误，则精度为 {oa}%。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>Without continuum</source>
        <translation>去除包络线</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>Without: {minerals} (not mapped, or fewer than two compared pixels).</source>
        <translation>不含：{minerals}（图上没有，或参与比较的像元少于两个）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_archive.py"/>
        <source>Write the confidence too</source>
        <translation>同时写出置信度</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/export_onnx.py"/>
        <source>Writes a model as one ONNX graph, which onnxruntime and programs with it, such as the plugin Deepness, run without this plugin. The features, the network and what the model leaves unclassified are all in it, so that its classes are those of 'Map minerals'.

The graph takes images of reflectance (batch, bands, height, width), the bands in the order of the wavelengths that the file lists, NaN where there is no data. It gives a probability for each class number from 0: the largest is the class, 0 is unclassified. Wavelengths, class names and more stand in the file's metadata as JSON.

No program but this one checks that a scene has the bands of the model, in its order and unit.</source>
        <translation>把模型写成一个 ONNX 计算图，onnxruntime 以及使用它的程序（如插件 Deepness）无需本插件即可运行。特征、网络以及模型不予分类的内容都在其中，因此其类别与“矿物填图”相同。

计算图接受反射率影像（批次，波段，高，宽），波段按文件所列波长的顺序排列，无数据处为 NaN；输出从 0 起每个类别编号的概率：最大者即为类别，0 为未分类。波长、类别名称等以 JSON 写在文件的元数据中。

只有本插件会检查影像是否具有模型的波段及其顺序和单位。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>You are not allowed to write to {folder}, so nothing was installed. Ask the administrator of this computer.</source>
        <translation>没有写入 {folder} 的权限，因此未安装任何内容。请联系本机的管理员。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/desis.py"/>
        <source>a DESIS L1 radiance product</source>
        <translation>DESIS L1 辐亮度产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/desis.py"/>
        <source>a DESIS L2A product</source>
        <translation>DESIS L2A 产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/prisma.py"/>
        <source>a PRISMA L1 radiance product</source>
        <translation>PRISMA L1 辐亮度产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/prisma.py"/>
        <source>a PRISMA L2D product</source>
        <translation>PRISMA L2D 产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/sentinel2.py"/>
        <source>a Sentinel-2 L1C product</source>
        <translation>Sentinel-2 L1C 产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/sentinel2.py"/>
        <source>a Sentinel-2 L2A product</source>
        <translation>Sentinel-2 L2A 产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/tanager.py"/>
        <source>a Tanager radiance product</source>
        <translation>Tanager 辐亮度产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/tanager.py"/>
        <source>a Tanager surface reflectance product</source>
        <translation>Tanager 地表反射率产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>a new layer of samples</source>
        <translation>新建样本图层</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/other_raster.py"/>
        <source>a raster</source>
        <translation>栅格</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>about {download} to download, {disk} on disk; {free} available</source>
        <translation>下载约 {download}，占用磁盘 {disk}；可用空间 {free}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation_figure.py"/>
        <source>absorption of the mineral</source>
        <translation>该矿物的吸收特征</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/reject.py"/>
        <source>absorptions too shallow, or too dark</source>
        <translation>吸收特征过弱，或过暗</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>accuracy after retraining</source>
        <translation>再训练后的精度</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>accuracy before retraining</source>
        <translation>再训练前的精度</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/bands.py"/>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>after retraining (%)</source>
        <translation>再训练后（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>all: keep every band. A number, such as 15: that many bands are left. automatic: the fewest bands whose validation accuracy is within 'Tolerance' of the best. The bands that contribute least to the first layer are dropped first, in stages, before the neurons are pruned; each stage is retrained for 'Epochs of retraining after each round'.</source>
        <translation>all：保留全部波段。给出一个数（如 15）：保留这么多个。automatic：验证精度与最高值之差不超过“容差”的最少波段。对第一层贡献最小的波段先剔除，分阶段进行，之后才剪除神经元；每阶段再训练的轮数为“每次剪枝后的再训练轮数”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/ahsi.py"/>
        <source>an AHSI product of GF-5 or ZY1</source>
        <translation>高分五号或资源一号 AHSI 产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/aster.py"/>
        <source>an ASTER surface reflectance product</source>
        <translation>ASTER 地表反射率产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/aviris.py"/>
        <source>an AVIRIS reflectance product</source>
        <translation>AVIRIS 反射率产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/emit.py"/>
        <source>an EMIT L1B radiance product</source>
        <translation>EMIT L1B 辐亮度产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/emit.py"/>
        <source>an EMIT L2A reflectance product</source>
        <translation>EMIT L2A 反射率产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/enmap.py"/>
        <source>an EnMAP L1 radiance product</source>
        <translation>EnMAP L1 辐亮度产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/formats/enmap.py"/>
        <source>an EnMAP L2A product</source>
        <translation>EnMAP L2A 产品</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/from_polygons/teacher_kinds.py"/>
        <source>an ensemble of networks</source>
        <translation>网络集成</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/map_picture.py"/>
        <source>and {more} more</source>
        <translation>另有 {more} 类</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/reject.py"/>
        <source>another mineral of the library</source>
        <translation>光谱库中的其他矿物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/search_words.py"/>
        <source>area, statistics, zonal, square kilometres</source>
        <translation>面积，统计，分区统计，平方公里</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>at random, for comparison.</source>
        <translation>随机，用于对照。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <source>at the end of the stage (%)</source>
        <translation>阶段结束时（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>band kept</source>
        <translation>保留的波段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>band {number:.0f}</source>
        <translation>第 {number:.0f} 波段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>bands</source>
        <translation>个波段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/connectivity_figure.py"/>
        <source>before the first stage</source>
        <translation>第一阶段之前</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>better, but within the interval</source>
        <translation>更好，但在置信区间之内</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/from_polygons/teacher_kinds.py"/>
        <source>both, their mean</source>
        <translation>二者的平均</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>centres</source>
        <translation>中心</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/search_words.py"/>
        <source>classification, continuum removal, perceptron</source>
        <translation>分类，包络线去除，连续统去除，感知机</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>classified pixels</source>
        <translation>已分类像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/look_words.py"/>
        <source>column {column}, row {row}</source>
        <translation>第 {column} 列，第 {row} 行</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>compression of hidden units</source>
        <translation>隐藏单元压缩率</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/search_words.py"/>
        <source>confusion matrix, accuracy, kappa, area</source>
        <translation>混淆矩阵，精度评价，Kappa，面积</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>curvature of the continuum, standard deviation</source>
        <translation>连续统的弯曲，标准差</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library_figure.py"/>
        <source>deciding absorption</source>
        <translation>起决定作用的吸收特征</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>depth of the deepest absorption, drawn between</source>
        <translation>最深吸收特征的深度，随机取值范围</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>depth of the second material, relative to the first, at most</source>
        <translation>第二种物质相对于第一种的深度，最大</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>diagnostic absorption</source>
        <translation>诊断性吸收特征</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/spectra/features.py"/>
        <source>divided by its upper convex hull (continuum removal).</source>
        <translation>除以其上凸包（包络线去除）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/result_tables.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>does not fire</source>
        <translation>未激活</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>drawn at random, no unit</source>
        <translation>随机取值，无量纲</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>edges</source>
        <translation>边缘</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <location filename="../../mineral_prune_plugin/interface/mineral_legends.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <location filename="../../mineral_prune_plugin/reports/page.py"/>
        <source>en</source>
        <extracomment>the language code of your translation, such as zh.</extracomment>
        <translation>zh-CN</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/connectivity_figure.py"/>
        <source>first</source>
        <translation>首层</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>from (%)</source>
        <translation>下限（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>from (km2)</source>
        <translation>从（km²）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>high at {band}</source>
        <translation>{band} 处高</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>how often it is zero for the correctly identified validation samples.</source>
        <translation>对识别正确的验证样本输出为零的比例。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>iterations</source>
        <translation>次迭代</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/spectra/features.py"/>
        <source>its logarithm minus the mean over the bands, which removes brightness.</source>
        <translation>取对数后减去各波段的均值，消除亮度的影响。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>kept epoch {epoch}</source>
        <translation>保留第 {epoch} 轮</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>kept: {bands} bands, {oa} %</source>
        <translation>保留：{bands} 个波段，{oa}%</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>kept: {units} units, {oa} %</source>
        <translation>保留：{units} 个单元，{oa}%</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>known class, left unclassified by the map</source>
        <translation>类别已知，但图上未分类</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>known class, outside the map or where it has no data</source>
        <translation>类别已知，但位于图外或图的无数据处</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>layer {layer} neuron {number}</source>
        <translation>第 {layer} 层神经元 {number}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>layers</source>
        <translation>层</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/spectra/features.py"/>
        <source>left as it is.</source>
        <translation>保持原值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/plot_content.py"/>
        <source>library: {mineral}</source>
        <translation>光谱库：{mineral}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/from_polygons/teacher_kinds.py"/>
        <source>linear discriminants</source>
        <translation>线性判别</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>low at {band}</source>
        <translation>{band} 处低</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>map</source>
        <translation>矿物图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>maps</source>
        <translation>个特征图</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>mean and standard deviation</source>
        <translation>均值与标准差</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/look_words.py"/>
        <source>mean of {pixels} pixels</source>
        <translation>{pixels} 个像元的均值</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>mean reflectance</source>
        <translation>平均反射率</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>mineral</source>
        <translation>矿物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/search_words.py"/>
        <source>mineral, minerals, hyperspectral, imaging spectroscopy, spectrum, neural network</source>
        <translation>矿物，高光谱，成像光谱，光谱，神经网络，蚀变</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>mixtures of grains (intimate); the others are patches side by side (areal)</source>
        <translation>颗粒混合（紧密混合）所占比例，其余为斑块并列（面状混合）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>no better</source>
        <translation>并不更好</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>no data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library_figure.py"/>
        <source>no pixel of the scene</source>
        <translation>影像中无此类像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>no proxy in QGIS's network settings</source>
        <translation>QGIS 网络设置中没有代理</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>noise, drawn between</source>
        <translation>噪声，随机取值范围</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>none: this QGIS has all of them</source>
        <translation>无：此 QGIS 已全部具备</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/map_layout.py"/>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>number for training</source>
        <translation>用于训练的数量</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>of bytes (times)</source>
        <translation>字节压缩率（倍）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>of parameters (times)</source>
        <translation>参数压缩率（倍）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>on the map, class unknown</source>
        <translation>图上有，但类别未知</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>one seed</source>
        <translation>单个随机种子</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/search_words.py"/>
        <source>onnxruntime, Deepness, inference, deployment</source>
        <translation>onnxruntime，Deepness，推理，部署</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock_widgets.py"/>
        <source>optional: a model file, to see why</source>
        <translation>可选：模型文件，用于说明原因</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>optional: an address, or the whole command from PyTorch's installation page</source>
        <translation>可选：一个地址，或 PyTorch 安装页面给出的整条命令</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>other minerals</source>
        <translation>其他矿物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>other surfaces</source>
        <translation>其他地物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>percentage points</source>
        <translation>个百分点</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>pip cannot use a SOCKS proxy, so nothing was installed. Choose an HTTP proxy in Settings &gt; Options &gt; Network, or install without one.</source>
        <translation>pip 不能使用 SOCKS 代理，因此未安装任何内容。请在“设置 &gt; 选项 &gt; 网络”中选择 HTTP 代理，或不用代理安装。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>pip could not install the packages, and nothing was kept. The last lines of the log say why.</source>
        <translation>pip 未能安装软件包，未保留任何内容。原因见日志最后几行。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>pip found no {package} for Python {version} on this computer, so nothing was installed. Either the package index could not be reached, or it has no such package; check the connection and the extra package index.</source>
        <translation>pip 没有找到适合本机 Python {version} 的 {package}，因此未安装任何内容。可能是无法连接软件包索引，或其中没有该软件包；请检查网络连接和附加软件包索引。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>pixels</source>
        <translation>个像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library_figure.py"/>
        <source>pixels of the scene</source>
        <translation>影像像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>pixels, odd</source>
        <translation>像元，奇数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/search_words.py"/>
        <source>polygonize, vector, area</source>
        <translation>矢量化，栅格转面，面积</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>proxy {address}, as in QGIS's network settings</source>
        <translation>代理 {address}，与 QGIS 网络设置相同</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>pruned</source>
        <translation>剪枝后</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>pruned at random</source>
        <translation>随机剪枝</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>pruned next</source>
        <translation>下次剪除</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>random: pixels at random. blocks: a whole square block, or a whole polygon, belongs to one split, so that test pixels are not neighbours of training pixels.</source>
        <translation>random：随机抽取像元。blocks：整个方块或整个面只归入一种划分，使测试像元不与训练像元相邻。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>reference</source>
        <translation>参考数据</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library_figure.py"/>
        <source>reference spectra: median</source>
        <translation>参考光谱：中位数</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation_figure.py"/>
        <source>reflectance</source>
        <translation>反射率</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>rule: in each round, neurons that score above the mean plus one standard deviation of their layer are removed, and 'Keep' chooses the round. A number, such as 9, or one for each layer, such as 20,10: that many units are left, in stages; 'Keep' and 'Iterations at most' are ignored.</source>
        <translation>rule：每次迭代中，得分高于所在层均值加一倍标准差的神经元被剪除，由“保留哪个网络”选择迭代。给出一个数（如 9）或每层一个数（如 20,10）：最终保留这么多个单元，分阶段达到；此时“保留哪个网络”和“最多迭代次数”不起作用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>score of {criterion} (high scores are pruned)</source>
        <translation>{criterion} 得分（高者剪除）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>share of the weights of the next layer, negated</source>
        <translation>在下一层权重中所占的份额，取负</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>share of zeros over all scored samples</source>
        <translation>全部评分样本上的零输出比例</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>share of zeros over correctly identified samples</source>
        <translation>识别正确样本上的零输出比例</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>share of zeros over correctly identified samples, mean of the classes</source>
        <translation>识别正确样本上的零输出比例，各类平均</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/tidy_map.py"/>
        <source>sides: the four neighbours of a pixel belong to its patch. sides and corners: all eight.</source>
        <translation>sides：像元的四个边邻像元属于同一斑块。sides and corners：八个邻像元都属于。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/search_words.py"/>
        <source>sieve, merge, rename, recolour, legend</source>
        <translation>过滤，小斑块，合并，改名，换色，图例</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>small incoming weights.</source>
        <translation>输入权重小。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>small outgoing weights.</source>
        <translation>输出权重小。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/prune_model.py"/>
        <source>smallest: the smallest network whose validation accuracy is within 'Tolerance' of the best. best: the most accurate network. last: the network of the last round.</source>
        <translation>smallest：验证精度与最高值之差不超过“容差”的最小网络。best：精度最高的网络。last：最后一次迭代的网络。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/connectivity_figure.py"/>
        <source>sparse</source>
        <translation>稀疏</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>sparse DenseNet with {layers} layers, patches of {side} x {side} pixels</source>
        <translation>稀疏 DenseNet，{layers} 层，邻域 {side} x {side} 像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>spectra</source>
        <translation>条</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>stages</source>
        <translation>个阶段</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>sum of the absolute incoming weights, negated</source>
        <translation>输入权重绝对值之和，取负</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/layer_names.py"/>
        <source>temporary file</source>
        <translation>临时文件</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/layer_names.py"/>
        <source>temporary raster</source>
        <translation>临时栅格</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/accuracy_source.py"/>
        <source>test samples: the network learns from the training samples, and the test samples, used once, give its accuracy. polygons: every polygon is left out in turn, networks that have not met it identify its pixels, and the network that is written learns from all samples of all splits; so nothing is wasted where polygons are few. automatic: polygons, where every sample says in the field 'group' which polygon it comes from and there are no test samples, or they lie in polygons that also hold training samples, or in fewer than 20 polygons; else test samples.</source>
        <translation>test samples：网络由训练样本学习，只使用一次的测试样本给出其精度。polygons：依次留出每个面，由没有见过它的网络识别其像元，写出的网络由所有划分的全部样本学习；面很少时也不浪费样本。automatic：每个样本都在字段“group”中注明来自哪个面，并且没有测试样本、或测试样本与训练样本在同一些面里、或测试样本所在的面不足 20 个时，用 polygons；否则用 test samples。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>the last network</source>
        <translation>最后一个网络</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/spectra/features.py"/>
        <source>the logarithm of the hull over the reflectance, an absorption index (our reading of Deng et al. 2022, who do not publish its definition).</source>
        <translation>上凸包与反射率之比的对数，即一种光谱吸收指数（按我们对 Deng 等 2022 的理解，原文未公布其定义）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>the mean of c-apoz over the minerals.</source>
        <translation>各矿物 c-apoz 的平均值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>the network with the best validation accuracy</source>
        <translation>验证精度最高的网络</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>the network with the requested number of hidden units: {units}</source>
        <translation>隐藏单元数为指定数目的网络：{units}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/criteria.py"/>
        <source>the same for all validation samples.</source>
        <translation>同上，但对全部验证样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>the smallest network within {tolerance:g} percentage points of the best validation accuracy</source>
        <translation>验证精度与最高值之差不超过 {tolerance:g} 个百分点的最小网络</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>this size, trained from scratch</source>
        <translation>同规模，从头训练</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>threshold {value:.4g}</source>
        <translation>阈值 {value:.4g}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>tilt of the continuum, standard deviation</source>
        <translation>连续统的倾斜，标准差</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>times the noise of the scene</source>
        <translation>倍影像噪声</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <source>to</source>
        <translation>上限</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <location filename="../../mineral_prune_plugin/reports/comparison.py"/>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <location filename="../../mineral_prune_plugin/reports/matrix.py"/>
        <source>to (%)</source>
        <translation>上限（%）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/by_area.py"/>
        <source>to (km2)</source>
        <translation>至（km²）</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/result_tables.py"/>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <location filename="../../mineral_prune_plugin/reports/explanation.py"/>
        <source>unclassified</source>
        <translation>未分类</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/look_words.py"/>
        <location filename="../../mineral_prune_plugin/reports/areas.py"/>
        <source>unclassified or no data</source>
        <translation>未分类或无数据</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <source>units</source>
        <translation>个单元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/reject.py"/>
        <source>unlike all training spectra</source>
        <translation>与所有训练光谱均不相似</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>unpruned</source>
        <translation>未剪枝</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/controls.py"/>
        <source>unpruned, trained as long</source>
        <translation>未剪枝，训练同样久</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/draw_samples.py"/>
        <source>up to: a mineral with fewer pixels gives all of them, divided in the same ratio. exact: the run stops if a mineral has fewer. proportional: as many in all, each mineral by the pixels that it has. all: every labelled pixel, divided in the ratio of the numbers.</source>
        <translation>up to：像元较少的矿物给出其全部像元，按同样比例划分。exact：某种矿物像元不足时停止运行。proportional：总数相同，各矿物按其像元数分配。all：所有已标注像元，按各数量的比例划分。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/interface/translation.py"/>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <location filename="../../mineral_prune_plugin/reports/sparse_densenet.py"/>
        <location filename="../../mineral_prune_plugin/reports/training.py"/>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/reject.py"/>
        <source>vegetation, water, plastic or the like</source>
        <translation>植被、水体、塑料等非矿物地物</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/figures.py"/>
        <source>where they differ</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>with a second material</source>
        <translation>含第二种物质的比例</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>without any absorption</source>
        <translation>无吸收特征的比例</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/explanation_figure.py"/>
        <source>without continuum</source>
        <translation>去除包络线</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>x {west} to {east}, y {south} to {north}</source>
        <translation>x {west} 至 {east}，y {south} 至 {north}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock.py"/>
        <source>{added} pixels added to {layer} as {mineral}.</source>
        <translation>已把 {added} 个像元作为“{mineral}”添加到“{layer}”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/pruning/pruning_notices.py"/>
        <source>{bands} bands are left: {oa:.2f} % of the validation samples are identified correctly.</source>
        <translation>剩余 {bands} 个波段：验证样本的 {oa:.2f}% 识别正确。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>{bands} bands of the model lie up to {most:.4f} um beyond the bands of {raster}, less than half a band's width: its first or last band is used for them.</source>
        <translation>模型的 {bands} 个波段超出 {raster} 的波段范围最多 {most:.4f} 微米，不到半个波段宽度：用其首末波段代替。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{bands} bands of {product} have no width (FWHM) that can be (such as {shown}). They are given none.</source>
        <translation>{product} 的 {bands} 个波段的带宽（FWHM）不可能存在（例如 {shown}），不予采用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{bands} bands of {product} have wavelengths that cannot be (such as {shown}). They are marked as bad.</source>
        <translation>{product} 有 {bands} 个波段的波长不可能成立（如 {shown}）。它们被标记为坏波段。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{bands} bands of {product} hold no data, or zeros alone ({shown} um). They are marked as bad, and other algorithms leave them out.</source>
        <translation>{product} 有 {bands} 个波段没有数据，或全部为零（{shown} μm）。它们标为坏波段，其他算法会将其舍去。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>{bands} bands of {raster} have no wavelength, or 0, and are left out (numbers {shown}).</source>
        <translation>{raster} 有 {bands} 个波段没有波长或波长为 0，已舍去（编号 {shown}）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>{bands} bands of {raster} lie up to {most:.3f} um beside those of the model, within an eighth of their width: they are used as they are.</source>
        <translation>{raster} 有 {bands} 个波段的中心波长与模型相差至多 {most:.3f} um，未超过带宽的八分之一，直接使用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>{bands} of the {total} bands of {raster} hold no data anywhere, or zeros alone, and are left out ({shown}).</source>
        <translation>{raster} 的 {total} 个波段中有 {bands} 个完全没有数据或全为 0，已舍去（{shown}）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>{bands}, {first:.3f} to {last:.3f} um</source>
        <translation>{bands} 个，{first:.3f} 至 {last:.3f} μm</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>{confidence} ({confidence_grid}) must lie on the pixels of {map} ({map_grid}). Choose the confidence that was written with this map.</source>
        <translation>{confidence}（{confidence_grid}）的像元须与 {map}（{map_grid}）一致。请选择与该图一同写出的置信度。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/accuracy.py"/>
        <source>{correct} of {n} classified pixels of known class are correct: {oa} %, kappa {kappa}.</source>
        <translation>类别已知的 {n} 个已分类像元中，{correct} 个正确：{oa}%，Kappa 系数 {kappa}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>{dark:.0f} % of the pixels of {raster} that were looked at are darker than a reflectance of {limit:g}: too dark for minerals to be told, they get none. If the ground is not as dark as that, the scale factor of the raster is wrong, or its values are not reflectance.</source>
        <translation>{raster} 中所查看的像元有 {dark:.0f}% 的反射率低于 {limit:g}：太暗，无法识别矿物，因此不给出矿物。如果地面并没有这么暗，则该栅格的比例因子有误，或其数值不是反射率。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/outputs/output_notices.py"/>
        <source>{drafts} hidden folders with unfinished outputs of runs that were stopped are removed.</source>
        <translation>已删除 {drafts} 个隐藏文件夹，其中是被中断的运行未完成的输出。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>{draws} spectra were simulated from {records} reference spectra of {minerals} minerals ({library}) and from those of materials that must not be taken for them, in the light and with the noise of {raster}.</source>
        <translation>由 {minerals} 种矿物的 {records} 条参考光谱（{library}）以及不应与之混淆的物质的光谱，在 {raster} 的光照条件和噪声下模拟了 {draws} 条光谱。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/pruning.py"/>
        <source>{epochs} epochs</source>
        <translation>{epochs} 轮</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>{facts}, mean confidence {confidence}</source>
        <translation>{facts}，平均置信度 {confidence}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{features} features of {labels} give no sample, for the raster has no data there or other labels lie on the same pixels: {minerals}.</source>
        <translation>{labels} 的 {features} 个要素不产生样本，因为栅格在该处没有数据，或同一像元上有其他标注：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{features} features of {labels} have a class number below 1 ({found}) and are left out: 0 stands for unknown. Number the minerals from 1.</source>
        <translation>{labels} 的 {features} 个要素的类别编号小于 1（{found}），已忽略：0 表示未知。请从 1 开始为矿物编号。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{features} features of {labels} have no geometry and are left out.</source>
        <translation>{labels} 的 {features} 个要素没有几何图形，已忽略。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{features} features of {labels} have nothing in the field '{field}' and are left out.</source>
        <translation>{labels} 的 {features} 个要素在字段“{field}”中没有值，已忽略。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{features} features of {labels} lie outside the raster and give no sample: {minerals}.</source>
        <translation>{labels} 的 {features} 个要素位于栅格之外，不产生样本：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{features} features of {layer} have an invalid geometry and are left out, as Processing is set to; the id of the first is {first}.</source>
        <translation>{layer} 有 {features} 个要素的几何图形无效，已按 Processing 的设置略去；第一个的 ID 是 {first}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>{features} features of {layer} have an invalid geometry, such as a polygon that crosses itself; the id of the first is {first}. Repair them with 'Fix geometries', or let Processing skip invalid features.</source>
        <translation>{layer} 有 {features} 个要素的几何图形无效，例如自相交的多边形；第一个的 ID 是 {first}。请用“修正几何图形”修复，或在 Processing 设置中选择跳过无效要素。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{features} of the {total} features of {layer} cannot be converted from its coordinate system ({layer_crs}) to that of the raster ({raster_crs}) and are left out. Check their coordinates.</source>
        <translation>{layer} 的 {total} 个要素中有 {features} 个无法从其坐标系（{layer_crs}）转换到栅格的坐标系（{raster_crs}），已忽略。请检查其坐标。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/cluster/archive_notices.py"/>
        <source>{files} of the files that were named are maps of this archive in {folder}; they are left out.</source>
        <translation>所列文件中有 {files} 个是本存档（{folder}）的制图结果，已略去。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{file} gives no wavelengths: {reason}. It must be text with the wavelength of a band in each line (and optionally its FWHM), or the header of a raster.</source>
        <translation>{file} 没有给出波长：{reason}。它应为每行一个波段波长（可另附半高宽）的文本，或栅格的头文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{file} lists {found} wavelengths, but {product} has {expected} bands. Choose another file.</source>
        <translation>{file} 列出了 {found} 个波长，但 {product} 有 {expected} 个波段。请选择其他文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{first} and {second} of {product} state different wavelengths, widths or gains. Those of {first} are taken; check them.</source>
        <translation>{product} 的 {first} 与 {second} 给出的波长、带宽或增益不同。已采用 {first} 的数值，请检查。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>{first} and {second} would both be written to {name}. Give one of them another name in the list of scenes.</source>
        <translation>{first} 和 {second} 都会写入 {name}。请在影像清单中给其中一个另取名称。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/separability.py"/>
        <source>{first} cannot be told from {second} with these bands ({share} % of the simulated spectra of {first} are taken for {second}).</source>
        <translation>用这些波段无法区分 {first} 与 {second}（{first} 的模拟光谱有 {share}% 被误认为 {second}）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>{folder} needs {needed} of free space, and {free} is available. Free some space, then press Install again.</source>
        <translation>{folder} 需要 {needed} 的可用空间，现有 {free}。请腾出空间，然后再次点击“安装”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>{folder}, where the map of {raster} would go, holds files that are no outputs of this scene ({file}). Choose another folder for the archive, give the scene another name in a list, or move the files away.</source>
        <translation>“{raster}”的制图结果应写入 {folder}，但其中已有不属于该景影像输出的文件（{file}）。请为存档另选文件夹，或在影像列表中为该景另取名称，或将这些文件移走。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{header}, the ENVI header beside {raster}, describes another raster: it states {stated}, but {raster} has {actual}. Delete or rename the header, or correct it if it belongs to {raster}.</source>
        <translation>{raster} 旁的 ENVI 头文件 {header} 描述的是另一个栅格：其中写明 {stated}，而 {raster} 实为 {actual}。请删除或重命名该头文件；若它确属 {raster}，请加以更正。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>{header}, the ENVI header beside {raster}, is damaged: the list under '{entry}' has no closing brace. {raster} is read without it: without its wavelengths, bad bands, scale and value for no data. Repair the header, or delete it.</source>
        <translation>{raster} 旁的 ENVI 头文件 {header} 已损坏：“{entry}”下的列表缺少右花括号。读取 {raster} 时不使用该头文件，即不使用其中的波长、坏波段、比例系数和无数据值。请修复或删除该头文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{labels} ({label_extent}) does not overlap the raster ({raster_extent}). Choose labels for the same area.</source>
        <translation>{labels}（{label_extent}）与栅格（{raster_extent}）不重叠。请选择同一地区的标注。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{labels} ({label_size} pixels) and the raster ({raster_size} pixels) differ in size and are not both georeferenced. Labels that are not georeferenced must have the size of the raster.</source>
        <translation>{labels}（{label_size} 像元）与栅格（{raster_size} 像元）大小不同，且并非都有地理参考。没有地理参考的标注须与栅格大小相同。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{labels} has no labelled features. Draw some, or choose another layer.</source>
        <translation>{labels} 中没有已标注的要素。请绘制一些，或选择其他图层。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{labels} needs a field with the mineral of each feature. Choose one of its fields: {fields}.</source>
        <translation>{labels} 需要一个记录各要素矿物的字段。请从其字段中选择：{fields}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{layer} has a sample of {mineral} in this pixel already, in the split {split}. Delete that one first.</source>
        <translation>“{layer}”在该像元中已有“{mineral}”的样本（集合：{split}）。请先删除它。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{layer} has a split called '{found}'; it must be one of {expected}. Correct the field.</source>
        <translation>{layer} 中有名为“{found}”的划分；划分须为 {expected} 之一。请更正该字段。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>{layer} has no points to explain. Add some, or choose another layer.</source>
        <translation>{layer} 没有可解释的点。请添加点，或选择其他图层。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>{layer} has no polygon with a geometry, so there are no areas to report. Choose another layer.</source>
        <translation>{layer} 中没有带几何图形的面，无面积可报告。请选择其他图层。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>{layer} has no {split} samples with data, which are needed here. Draw some.</source>
        <translation>{layer} 中没有具有数据的{split}样本，而此处需要这类样本。请抽取一些。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{layer} has samples of {mineral}, which is not among the minerals to identify ({minerals}). Add it to them, or give the samples the name used there.</source>
        <translation>{layer} 中有 {mineral} 的样本，但它不在待识别的矿物（{minerals}）之列。请将其加入，或将样本改为其中所用的名称。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{layer} has too few polygons to keep some of them for validation and test. Label at least three polygons of each mineral; or make samples with 'Draw samples', which can divide a polygon.</source>
        <translation>{layer} 的面太少，无法留出一部分用于验证和测试。请为每种矿物至少标注三个面；或用“抽取样本”生成样本（它可以拆分一个面）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{layer} has {first} and {second}; each mineral needs one class number of its own.</source>
        <translation>{layer} 中有 {first} 和 {second}；每种矿物须有自己唯一的类别编号。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>{layer} is a table without geometry, so its rows have no place on the raster. Make points of them with QGIS's 'Create points layer from table', or choose another layer.</source>
        <translation>{layer} 是没有几何图形的表，其各行在栅格上没有位置。请用 QGIS 的“从表格创建点图层”将其转为点，或选择其他图层。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>{layer} takes no new points. Save it as a GeoPackage, or add to a new layer of samples.</source>
        <translation>{layer} 不能添加新的点。请将其另存为 GeoPackage，或添加到新建的样本图层。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/layer_errors.py"/>
        <source>{layer} was read in the wrong encoding: it has a mineral '{name}'. Set the encoding in its properties under Source (GB18030 for Chinese), put a .cpg file beside a shapefile, or save it as UTF-8.</source>
        <translation>{layer} 的编码读取有误：其中有矿物名“{name}”。请在图层属性的“数据源”中设置编码（中文为 GB18030），或在 Shapefile 旁放置 .cpg 文件，或另存为 UTF-8。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{layer}: {pixels} samples share a pixel with a sample of another split or class. Keep one sample per pixel.</source>
        <translation>{layer}：有 {pixels} 个样本与其他划分或类别的样本位于同一像元。每个像元请只保留一个样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{layer}: {samples} samples have no usable value in the field '{field}'. Fill it in, or delete these samples.</source>
        <translation>{layer}：{samples} 个样本的字段“{field}”没有可用的值。请填写，或删除这些样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/map_picture.py"/>
        <source>{length} km</source>
        <translation>{length} km</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/map_picture.py"/>
        <source>{length} m</source>
        <translation>{length} m</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} does not show whether its wavelengths are in the first column or in the first row. Give every spectrum a name that is not a number.</source>
        <translation>无法判断 {library} 的波长在第一列还是第一行。请为每条光谱取一个不是数字的名称。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} gives no wavelengths for its {bands} values. Add them to its header, or put the file of wavelengths that came with the spectra into the same folder.</source>
        <translation>{library} 的 {bands} 个值没有波长信息。请在其头文件中补充，或将随光谱提供的波长文件放入同一文件夹。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{library} has a single spectrum of {mineral}, so how much this mineral varies in nature is not known.</source>
        <translation>{library} 中 {mineral} 只有一条光谱，因此无从得知该矿物在自然界中的变化程度。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} has more than {most} spectra or wavelengths, and a spectral library may have so many of each at most. Choose a file with those that you need.</source>
        <translation>{library} 的光谱或波长超过 {most} 个，而光谱库的光谱数和波长数各以此为上限。请选择只含所需光谱和波长的文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} has no common mineral with an absorption between {first:.3f} and {last:.3f} um. Name the minerals to identify, or choose other wavelengths or another library.</source>
        <translation>{library} 中没有在 {first:.3f} 至 {last:.3f} μm 之间具有吸收特征的常见矿物。请指定待识别的矿物，或选择其他波长范围或光谱库。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{library} has no usable spectrum of these minerals in the bands of the scene, so they cannot be identified: {minerals}.</source>
        <translation>在影像的波段范围内，{library} 没有下列矿物的可用光谱，因此无法识别：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{library} has wider bands than {raster} at {bands} of its {total} bands. There the spectra are interpolated, and narrow absorptions look shallower than the scene would show them.</source>
        <translation>在 {raster} 的 {total} 个波段中，有 {bands} 个波段处 {library} 的波段更宽。该处的光谱由插值得到，窄吸收特征会比影像中显示的浅。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} has {found} MB; a text file of spectra may have up to {most} MB.</source>
        <translation>{library} 的大小为 {found} MB；光谱文本文件不得超过 {most} MB。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} has {found} bytes, but its header describes {expected}. The file is damaged, or the header belongs to another one.</source>
        <translation>{library} 有 {found} 字节，而其头文件描述的是 {expected} 字节。文件已损坏，或头文件属于另一个文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} holds '{quantity}'. Choose a spectrum of reflectance.</source>
        <translation>{library} 的内容为“{quantity}”。请选择反射率光谱。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} holds no spectra of reflectance. Choose another library.</source>
        <translation>{library} 中没有反射率光谱。请选择其他光谱库。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} is not a spectral library of a known format. Choose an ENVI library (.sli), USGS or ECOSTRESS text, a table with wavelengths in its first column or row, or a folder of these.</source>
        <translation>{library} 不是已知格式的光谱库。请选择 ENVI 光谱库（.sli）、USGS 或 ECOSTRESS 文本、首列或首行为波长的表格，或包含这些文件的文件夹。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} is one half of an ENVI library: {missing} is not beside it. Put both into one folder.</source>
        <translation>{library} 只是 ENVI 光谱库的一半：旁边没有 {missing}。请将两个文件放入同一文件夹。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library} should have {expected} values but has {found}. The file is damaged.</source>
        <translation>{library} 应有 {expected} 个值，实际只有 {found} 个。文件已损坏。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library}, line {line}: '{text}' is not a number. Correct the file.</source>
        <translation>{library} 第 {line} 行：“{text}”不是数字。请更正文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{library}, line {line}: {found} cells instead of {expected}. Correct the file.</source>
        <translation>{library} 第 {line} 行：有 {found} 个单元格，应为 {expected} 个。请更正文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{library}: its spectrometers overlap. Each is used up to the middle of the overlap; {bands} bands are left out.</source>
        <translation>{library}：其各光谱仪的波段有重叠。每个光谱仪用到重叠区的中点为止；舍去 {bands} 个波段。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{library}: {files} files hold no spectra of reflectance and are left out ({shown}).</source>
        <translation>{library}：{files} 个文件中没有反射率光谱，已略去（{shown}）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{library}: {records} records that are not spectra of reflectance are left out ({wavelengths} of wavelengths, {widths} of widths, {error_bars} of error bars, {transmittances} of transmittance, {empty} empty); {spectra} spectra remain.</source>
        <translation>{library}：{records} 条记录不是反射率光谱，已略去（波长 {wavelengths} 条、波段宽度 {widths} 条、误差 {error_bars} 条、透射率 {transmittances} 条、空记录 {empty} 条）；余下 {spectra} 条光谱。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{library}: {spectra} spectra cover none of the bands of {raster} and are left out.</source>
        <translation>{library}：{spectra} 条光谱未覆盖 {raster} 的任何波段，已略去。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{library}: {values} values of {records} spectra are below -0.5 or above 2, which reflectance cannot be; they count as missing.</source>
        <translation>{library}：{records} 条光谱中有 {values} 个值小于 -0.5 或大于 2，不可能是反射率，按缺失处理。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/cluster/archive_notices.py"/>
        <source>{maps} maps are in another coordinate system than most, or turned against north; {mosaic} shows them warped.</source>
        <translation>{maps} 幅图的坐标系与多数不同，或相对于北方有旋转；{mosaic} 以重投影方式显示它们。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/cluster/archive_notices.py"/>
        <source>{maps} maps have no place on the Earth, because their scenes have none; {mosaic} leaves them out.</source>
        <translation>{maps} 幅图没有地理位置，因为其影像没有；{mosaic} 不包含它们。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/cluster/archive_notices.py"/>
        <source>{maps} maps of the archive were made by another model or with other parameters; {mosaic} leaves them out.</source>
        <translation>存档中有 {maps} 幅图由其他模型或其他参数生成；{mosaic} 未包含这些图。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>{map} has no pixel with a mineral: all are unclassified or without data. Nothing was written.</source>
        <translation>{map} 没有矿物像元：全部未分类或无数据。没有写出任何文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>{map} reaches from {south:g} to {north:g} degrees of latitude by its coordinate system, which is not on the Earth. Set the coordinate system that its coordinates are in (Layer &gt; Set CRS of Layer).</source>
        <translation>按其坐标系，{map} 的纬度范围为 {south:g} 至 {north:g} 度，不在地球上。请设置其坐标实际所用的坐标系（图层 &gt; 设置图层坐标系）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/from_map/area_notices.py"/>
        <source>{map} states no place on the ground or no coordinate system, so areas are not known and only pixels are counted. Set its coordinate system (Layer &gt; Set CRS of Layer) to have areas.</source>
        <translation>{map} 没有地面位置或坐标系，因此面积未知，只统计像元数。要得到面积，请设置其坐标系（图层 &gt; 设置图层坐标系）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{mineral} has no absorption deeper than {depth:.0f} % between {first:.3f} and {last:.3f} um in {library}, so it cannot be told from bare ground there. Choose other wavelengths, or leave the mineral out.</source>
        <translation>在 {library} 中，{mineral} 在 {first:.3f} 至 {last:.3f} μm 之间没有深于 {depth:.0f}% 的吸收特征，因此无法与裸地区分。请选择其他波长范围，或去掉该矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>{mineral} has {split} samples but no training samples. Draw training samples of it too.</source>
        <translation>{mineral} 有{split}样本但没有训练样本。请也为它抽取训练样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>{models} learnt from all samples, test samples too. If {layer} holds the same, its accuracy here is too high.</source>
        <translation>{models} 用全部样本（包括测试样本）训练过。如果 {layer} 就是这些样本，这里的精度会偏高。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>{model} was saved by an earlier version, without a checksum: whether the file has been changed since is not known.</source>
        <translation>{model} 由较早的版本保存，没有校验和：无法得知该文件此后是否被改动。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/archive_reports.py"/>
        <source>{name}: mapped in {seconds} s</source>
        <translation>{name}：{seconds} 秒完成</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/archive_reports.py"/>
        <source>{name}: not mapped. {sentence}</source>
        <translation>{name}：未填图。{sentence}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>{name}: {pixels} pixels, {share} % of those with data</source>
        <translation>{name}：{pixels} 个像元，占有数据像元的 {share}%</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/map_minerals.py"/>
        <source>{name}: {pixels} pixels, {share} % of those with data, {area} km2</source>
        <translation>{name}：{pixels} 个像元，占有数据像元的 {share}%，{area} km2</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/explaining/sentences.py"/>
        <source>{number:.3f} um</source>
        <translation>{number:.3f} μm</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/left_out.py"/>
        <source>{oa} % of the pixels of {polygons} polygons (95 % interval: {low} to {high} %).</source>
        <translation>{polygons} 个面的像元中 {oa}% 正确（95% 区间：{low}% 至 {high}%）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/verdict.py"/>
        <source>{oa} % of {n} test samples are identified correctly (95 % interval: {low} to {high} %).</source>
        <translation>{n} 个测试样本中有 {oa}% 识别正确（95% 置信区间：{low}% 至 {high}%）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/verdict.py"/>
        <source>{oa} % of {n} validation samples are identified correctly (95 % interval: {low} to {high} %). They also chose the network, so this is too high; there are no test samples.</source>
        <translation>{n} 个验证样本中有 {oa}% 识别正确（95% 置信区间：{low}% 至 {high}%）。它们也用于选择网络，因此该精度偏高；没有测试样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/output_errors.py"/>
        <source>{output} could not be written ({reason}). Check the free disk space and the permissions, and that no other program has the file open.</source>
        <translation>{output} 无法写入（{reason}）。请检查剩余磁盘空间和权限，并确认没有其他程序正在使用它。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/output_errors.py"/>
        <source>{output} holds other tables ({tables}), which would be lost: a whole GeoPackage is replaced. Choose another file name, or save to a table of this GeoPackage ('Save to GeoPackage...').</source>
        <translation>{output} 中还有其他表（{tables}），它们将会丢失：整个 GeoPackage 会被替换。请选择其他文件名，或保存为该 GeoPackage 中的一个表（“保存到 GeoPackage...”）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/output_errors.py"/>
        <source>{output} is a link to {target}, which leads nowhere. Choose another output file, or remove the link.</source>
        <translation>{output} 是指向 {target} 的链接，而该目标不存在。请选择其他输出文件，或删除该链接。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/output_errors.py"/>
        <source>{output} is an input of this run. Choose another output file.</source>
        <translation>{output} 是本次运行的输入。请选择其他输出文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/output_errors.py"/>
        <source>{output} is being edited in QGIS, as the layer {layer}. Save or discard its edits and toggle editing off, or choose another output file.</source>
        <translation>{output} 正在 QGIS 中作为图层 {layer} 被编辑。请保存或放弃编辑并关闭编辑模式，或选择其他输出文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/output_errors.py"/>
        <source>{output} is given for two outputs of this run. Choose two different files.</source>
        <translation>{output} 被指定为本次运行的两个输出。请选择两个不同的文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/output_errors.py"/>
        <source>{output} must end in {expected}. Choose another file name.</source>
        <translation>{output} 的扩展名须为 {expected}。请改用其他文件名。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{output} would take {needed:.1f} GB, but its disk has {free:.1f} GB free. Choose another disk, or a virtual raster (.vrt) where the product allows it.</source>
        <translation>{output} 需要 {needed:.1f} GB，但所在磁盘只剩 {free:.1f} GB。请选择其他磁盘，或在产品允许时选择虚拟栅格（.vrt）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{output}: a virtual raster only refers to a product, but the pixels of {title} have to be rearranged or changed. Choose a file that ends in .tif.</source>
        <translation>{output}：虚拟栅格只是引用产品，而{title}的像元须重新排列或改动。请选择以 .tif 结尾的文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/base.py"/>
        <source>{package} is there, but does not work in this QGIS ({reason}). Run this in a terminal and restart QGIS: {command}</source>
        <translation>{package} 已存在，但在此 QGIS 中无法使用（{reason}）。请在终端中运行以下命令并重启 QGIS：{command}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/install_dialog.py"/>
        <source>{package} {version} or later</source>
        <translation>{package} {version} 或更高版本</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>{path} is not a ledger that this version can read ({reason}). Move it away to map all scenes again, or choose another folder.</source>
        <translation>{path} 不是此版本能读取的台账（{reason}）。请将其移走以重新为所有影像填图，或选择另一个文件夹。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/model_errors.py"/>
        <source>{path} is not a usable model of this plugin: {field} should be {expected}, and is {found}. Train the model again or get a new copy of the file.</source>
        <translation>{path} 不是本插件可用的模型：{field} 应为 {expected}，实为 {found}。请重新训练模型，或重新获取该文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{pixels} pixels have labels of different classes and are ignored.</source>
        <translation>{pixels} 个像元有不同类别的标注，已忽略。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library_figure.py"/>
        <source>{pixels} pixels, {depth} % deep</source>
        <translation>{pixels} 个像元，深 {depth}%</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/library.py"/>
        <source>{pixels} unlabelled pixels of the scene were labelled by an ensemble of networks, and learnt too.</source>
        <translation>由多个网络组成的集成给影像中的 {pixels} 个未标注像元赋予标签，这些像元也参与了学习。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{points} points of {layer} lie outside the raster and are ignored.</source>
        <translation>{layer} 的 {points} 个点位于栅格之外，已忽略。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{polygons} polygons of {labels} hold no pixel's centre and give no sample: {minerals}. To use the pixel that each lies in, tick 'Small polygons label a pixel'.</source>
        <translation>{labels} 的 {polygons} 个多边形不含任何像元中心，不产生样本：{minerals}。若要使用其所在的像元，请勾选“小多边形标注一个像元”。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{polygons} polygons of {labels} hold no pixel's centre; each labels the pixel that it lies in: {minerals}.</source>
        <translation>{labels} 的 {polygons} 个多边形不含任何像元中心；每个标注其所在的像元：{minerals}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/from_map/area_notices.py"/>
        <source>{polygons} polygons of {layer} are too small to hold the centre of a pixel of {map}; their rows count no pixel.</source>
        <translation>{layer} 的 {polygons} 个面太小，不含 {map} 任何像元的中心；其行的像元数为 0。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/from_map/area_notices.py"/>
        <source>{polygons} polygons of {layer} have coordinates that lie nowhere on Earth; their rows count no pixel. Correct them, or the coordinate system of the layer.</source>
        <translation>{layer} 中有 {polygons} 个面的坐标不在地球上的任何地方；其各行不统计像元。请更正这些坐标，或更正图层的坐标系。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/from_map/area_notices.py"/>
        <source>{polygons} polygons of {layer} lie outside {map}; their rows count no pixel.</source>
        <translation>{layer} 的 {polygons} 个面位于 {map} 之外；其行的像元数为 0。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} ({title}) has {bands} bands, but states no wavelengths. Give them under 'Wavelengths': a text or CSV file, or the header of another raster of the same sensor.</source>
        <translation>{product}（{title}）有 {bands} 个波段，但没有波长信息。请在“波长”中给出：文本或 CSV 文件，或同一传感器的另一栅格的头文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} cannot be read: {reason} The file may be damaged. Download it again.</source>
        <translation>{product} 无法读取：{reason} 文件可能已损坏，请重新下载。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} comes without the file of its gains (RadCal, .raw): its values stay raw numbers.</source>
        <translation>{product} 不含增益文件（RadCal，.raw）：像元值仍为原始 DN 值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} comes without these quality masks, which are not applied: {shown}.</source>
        <translation>{product} 不含以下质量掩膜，未应用：{shown}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} contradicts itself: {what} has {found}, but {other} has {expected}. Download it again.</source>
        <translation>{product} 自相矛盾：{what} 为 {found}，而 {other} 为 {expected}。请重新下载。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} does not exist. Choose the file, folder or zip as it was downloaded.</source>
        <translation>{product} 不存在。请选择下载得到的原始文件、文件夹或 zip 压缩包。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} gives no place on the ground that can be used: {reason}. Check it, or download it again.</source>
        <translation>{product} 没有给出可用的地面位置：{reason}。请检查该产品，或重新下载。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} has a mask or an alpha band beside its bands, which is not taken over: pixels that it hides show.</source>
        <translation>{product} 除波段外还有掩膜或透明度波段，未予沿用：被其遮盖的像元会显示出来。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} has no data at any pixel that was looked at: check it, or choose another scene.</source>
        <translation>{product} 中查看的像元都没有数据：请检查，或选择另一景。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} has no spectrometers that overlap; the choice is without effect.</source>
        <translation>{product} 没有重叠的光谱仪，该选项不起作用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} holds more than {most} files. Choose the folder of a single product.</source>
        <translation>{product} 中的文件超过 {most} 个。请选择单个产品的文件夹。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} holds radiance, not reflectance: minerals cannot be compared with a spectral library before it is corrected for the atmosphere.</source>
        <translation>{product} 是辐亮度而非反射率：大气校正之前，不能与光谱库比较来识别矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} holds {found} products ({shown}). Choose the file of the one that you want.</source>
        <translation>{product} 中有 {found} 个产品（{shown}）。请选择所需产品的文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} is no product that is known ({known}), and GDAL cannot read it as a raster either ({reason}). Choose the file, folder or zip as it was downloaded.</source>
        <translation>{product} 不是已知的产品（{known}），GDAL 也不能将其作为栅格读取（{reason}）。请选择下载得到的原始文件、文件夹或 zip 压缩包。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} is not on a map grid. Warp it with its {how} before you compare it with a map (Raster &gt; Projections &gt; Warp).</source>
        <translation>{product} 不在地图网格上。与地图比较之前，请用其 {how} 进行变形（栅格 &gt; 投影 &gt; 变形（重投影））。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} is opened in the geometry of the sensor and has no place on the ground: labels in map coordinates cannot be used with it. Its longitudes and latitudes are handed on, to maps of it too, by which GDAL's warp can put it on the ground (gdalwarp -geoloc).</source>
        <translation>{product} 按传感器几何打开，没有地面位置，不能与地图坐标的标注一起使用。其经纬度已一并传递，所得的图也带有经纬度，GDAL 的变形工具可据此将其定位到地面（gdalwarp -geoloc）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} is orthorectified with its own lookup table. {percent:.0f} % of the {columns} x {rows} pixels have data, each copied unchanged from one of the sensor.</source>
        <translation>{product} 已用其自带的查找表正射校正。{columns} x {rows} 个像元中有 {percent:.0f}% 有数据，每个像元都原样取自传感器的一个像元。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} is read through GDAL's HDF4 driver, which gives its place by control points. Check the place on a map.</source>
        <translation>{product} 通过 GDAL 的 HDF4 驱动读取，其位置由控制点给出。请在地图上检查位置。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} is {title} as it is downloaded, not a raster that can be used directly. Run 'Open product' on it first and choose its output here.</source>
        <translation>{product} 是下载得到的{title}，不是可直接使用的栅格。请先对其运行“打开产品”，再在此选择其输出。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} is {title}, for which GDAL needs its {driver} driver. This GDAL ({version}) has none: install a QGIS with it (the standard installers have it), or convert the product elsewhere.</source>
        <translation>{product} 是{title}，GDAL 需要 {driver} 驱动才能读取，而此 GDAL（{version}）没有该驱动。请安装带有该驱动的 QGIS（标准安装包已包含），或用其他软件转换该产品。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} is {title}, not reflectance of the ground. Choose its reflectance product ({wanted}), or correct it for the atmosphere first.</source>
        <translation>{product} 是{title}，而非地表反射率。请选择其反射率产品（{wanted}），或先做大气校正。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} is {title}: {bands} bands of {columns} x {rows} pixels, {first:.3f} to {last:.3f} um, {good} of the bands good.</source>
        <translation>{product} 是{title}：{bands} 个波段，{columns} x {rows} 像元，{first:.3f} 至 {last:.3f} μm，其中 {good} 个波段可用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/product_errors.py"/>
        <source>{product} looks like {title}, but lacks '{missing}'. Download it again, or unpack all of its files into one folder.</source>
        <translation>{product} 似乎是{title}，但缺少“{missing}”。请重新下载，或将其全部文件解压到同一文件夹。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} marks {bands} of its {total} bands as bad ({shown} um). They are kept and marked, and other algorithms leave them out.</source>
        <translation>{product} 的 {total} 个波段中有 {bands} 个为坏波段（{shown} μm）。它们被保留并标记，其他算法不使用。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} names its bands only; wavelengths and widths are those published for {sensor}.</source>
        <translation>{product} 只给出波段名称；波长和带宽采用 {sensor} 公布的数值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product} states the background value {stated:g}, but the image {taken:g}, which is taken as no data.</source>
        <translation>{product} 给出的背景值为 {stated:g}，而影像的为 {taken:g}；以后者为无数据值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{product}: bands of other resolutions are read by nearest pixel on a grid of {metres:g} m.</source>
        <translation>{product}：其他分辨率的波段按最邻近像元读到 {metres:g} m 的网格上（nearest）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/words.py"/>
        <source>{python} is not the same Python as that of this QGIS, so nothing was installed. Run the command that the algorithms show with QGIS's own Python.</source>
        <translation>{python} 不是此 QGIS 的 Python，因此未安装任何内容。请用 QGIS 自己的 Python 运行算法给出的命令。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} cannot be read as a raster: {reason}</source>
        <translation>{raster} 无法作为栅格读取：{reason}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} cannot be used: by its header {file} should hold at least {expected} bytes, and it has {found}. Copy or download it again, or correct the header.</source>
        <translation>无法使用 {raster}：按头文件，{file} 至少应有 {expected} 字节，实际只有 {found} 字节。请重新复制或下载，或改正头文件。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} contains complex numbers. Choose a reflectance raster.</source>
        <translation>{raster} 的值为复数。请选择反射率栅格。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>{raster} could not be mapped, for a reason nobody foresaw: {reason}</source>
        <translation>{raster} 无法填图，原因出乎意料：{reason}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} could not be read at row {row}, column {column}: {reason} The file may be damaged.</source>
        <translation>{raster} 在第 {row} 行、第 {column} 列处无法读取：{reason} 文件可能已损坏。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{raster} gives a width (FWHM) of {width:g} um for its band at {centre:.3f} um, and implausible ones for {bands} bands in all. Correct the widths in its header, or remove them.</source>
        <translation>{raster} 在 {centre:.3f} μm 处波段的宽度（FWHM）为 {width:g} μm，共有 {bands} 个波段的宽度不合理。请更正其头文件中的宽度，或将其删除。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} gives its wavelengths in '{unit}', which is not a known unit. Write micrometers or nanometers in its header.</source>
        <translation>{raster} 的波长单位为“{unit}”，无法识别。请在其头文件中写明 micrometers 或 nanometers。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{raster} gives no band widths (FWHM); they are taken from the spacing of its bands ({narrowest:.4f} to {widest:.4f} um).</source>
        <translation>{raster} 没有给出波段宽度（FWHM），取其波段间距（{narrowest:.4f} 至 {widest:.4f} μm）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{raster} gives no unit for its wavelengths ({first:g} to {last:g}); they are assumed to be {unit}.</source>
        <translation>{raster} 未注明波长单位（{first:g} 至 {last:g}），按 {unit} 处理。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/simulation/simulation_notices.py"/>
        <source>{raster} gives no wavelengths, or none at which the plugin's own spectra ({first:.2f} to {last:.2f} um) show anything: pixels are left unclassified only where they resemble altered or featureless spectra of samples.</source>
        <translation>{raster} 没有波长信息，或其波长处插件自带的光谱（{first:.2f} 至 {last:.2f} um）没有吸收特征：只有与改变了的样本光谱或无特征光谱相似的像元才不分类。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} gives wavelengths from {first:g} to {last:g} {unit}, outside 0.1 to 100 um. Correct the unit in its header.</source>
        <translation>{raster} 给出的波长为 {first:g} 至 {last:g} {unit}，超出 0.1 至 100 μm。请更正其头文件中的单位。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} has no bands. Choose a hyperspectral raster.</source>
        <translation>{raster} 没有波段。请选择高光谱栅格。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} has no valid pixels: all {pixels} are no-data, not finite or not positive. Nothing was written.</source>
        <translation>{raster} 没有有效像元：全部 {pixels} 个像元均为无数据、非有限值或非正值。未写出任何结果。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} has {found} pairs of usable neighbouring pixels; at least {least} are needed to learn the scene's brightness and noise. Choose a larger scene, or one with less no-data.</source>
        <translation>{raster} 只有 {found} 对可用的相邻像元；要得到场景的亮度和噪声，至少需要 {least} 对。请选择更大的场景，或无数据值较少的场景。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} holds signed bytes in {signed} of its {total} bands and other numbers in the rest, which cannot be read together. Save it with bands of one type.</source>
        <translation>{raster} 的 {total} 个波段中有 {signed} 个为有符号字节型，其余为其他数据类型，无法一并读取。请将所有波段保存为同一种数据类型。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} is damaged: a raster of its size needs {expected} blocks of data, and the file lists {found}. Copy or download it again.</source>
        <translation>{raster} 已损坏：这一大小的栅格需要 {expected} 个数据块，文件中只列出 {found} 个。请重新复制或下载。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{raster} is georeferenced by control points that do not lie on a regular grid. A fitted grid is used, so positions may be slightly wrong. If that matters, warp the raster first (Raster &gt; Projections &gt; Warp).</source>
        <translation>{raster} 由控制点进行地理参考，而这些点不在规则网格上。已采用拟合网格，位置可能略有偏差。若位置要紧，请先对栅格进行重投影（栅格 &gt; 投影 &gt; 变形（重投影））。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>{raster} is read with {header}, the ENVI header beside it, which states its {entries}.</source>
        <translation>{raster} 按其旁的 ENVI 头文件 {header} 读取，该头文件给出了：{entries}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} is stored in blocks of {width} x {height} pixels and {bands} bands, which can only be read whole: that takes about {needed} MB of memory, and {most} MB are allowed. Store it in smaller blocks (Raster &gt; Conversion &gt; Translate, with the creation options TILED=YES and COMPRESS=DEFLATE), or allow more memory under Settings &gt; Options &gt; Processing &gt; Providers &gt; Mineral Prune.</source>
        <translation>{raster} 按 {width} x {height} 像元、{bands} 个波段的数据块存储，只能整块读取：约需 {needed} MB 内存，而允许值为 {most} MB。请转存为较小的数据块（栅格 &gt; 转换 &gt; 转换格式，创建选项 TILED=YES 和 COMPRESS=DEFLATE），或在“设置 &gt; 选项 &gt; 数据处理 &gt; 数据源 &gt; Mineral Prune”中提高内存上限。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>{raster} itself and {header}, the ENVI header beside it, contradict each other in: {entries}. The header is used, but for 'data ignore value' and 'reflectance scale factor', for which {raster} is. Delete the header if it belongs to another raster, or correct what is wrong.</source>
        <translation>{raster} 本身与其旁的 ENVI 头文件 {header} 在以下条目上相互矛盾：{entries}。以头文件为准，但“data ignore value”和“reflectance scale factor”以 {raster} 为准。若该头文件属于另一幅栅格，请将其删除；否则请更正有误之处。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} looks like radiance, not reflectance: the air's absorption at {wavelength:.3f} um takes {depth:.0f} % of its median spectrum. Correct the scene for the atmosphere first, or choose its reflectance product.</source>
        <translation>{raster} 看来是辐亮度而非反射率：其中位数光谱在 {wavelength:.3f} μm 处因大气吸收降低了 {depth:.0f}%。请先进行大气校正，或选择其反射率产品。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} states no wavelengths of its bands, so a spectral library cannot be compared with it. Add them to its header, or choose another raster.</source>
        <translation>{raster} 没有给出各波段的波长，因此无法与光谱库比较。请在其头文件中补上波长，或选择其他栅格。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>{raster} states wavelengths in the names of its bands alone ({first:.3f} to {last:.3f} um); they are used.</source>
        <translation>{raster} 仅在波段名称中给出波长（{first:.3f} 至 {last:.3f} um），现使用这些波长。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/raster_errors.py"/>
        <source>{raster} takes its values from the raw file {file}. From version 3.12, GDAL opens such a file only where it lies in the folder of the virtual raster or below and is named relative to it. Move the two together and name the file so (relativeToVRT="1"), or convert the raster to GeoTIFF with an earlier version.</source>
        <translation>{raster} 的数值取自原始文件 {file}。自 3.12 版起，GDAL 只打开位于虚拟栅格所在文件夹或其子文件夹中、并以相对路径引用的此类文件。请将两者放在一起并改用相对路径（relativeToVRT="1"），或用较早版本将该栅格转换为 GeoTIFF。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>{raster} was changed while it was being mapped. It is mapped again.</source>
        <translation>{raster} 在填图过程中被更改，将重新填图。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/archive_errors.py"/>
        <source>{raster} was given up after {seconds} s, the time that a scene may take. Allow more, or look at what it is read from.</source>
        <translation>{raster} 在 {seconds} 秒后被放弃，这是一景允许的时间。请允许更长时间，或检查其读取来源。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>{raster}: the coordinate system that its layer has in QGIS is used ({used}), not that of the file ({stated}).</source>
        <translation>{raster}：使用其图层在 QGIS 中的坐标系（{used}），而不是文件中的坐标系（{stated}）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/raster_notices.py"/>
        <source>{raster}: the file has no coordinate system; that of its layer in QGIS is used ({used}).</source>
        <translation>{raster}：文件没有坐标系，使用其图层在 QGIS 中的坐标系（{used}）。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/reporting.py"/>
        <source>{raster}: {sentence}</source>
        <extracomment>a file and what is wrong with it</extracomment>
        <translation>{raster}：{sentence}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{records} spectra are named as mixtures of a mineral with something else and are not used ({shown}). To use one, write its name in full.</source>
        <translation>{records} 条光谱从名称看是某种矿物与他物的混合物，未予采用（{shown}）。如需采用，请写出其完整名称。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{remarks} more remarks like these concern other spectra.</source>
        <translation>另有 {remarks} 条类似的提示，涉及其他光谱。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{requested} unlabelled pixels of {raster} were requested, but only {found} that resemble the samples were found; the network learns from these.</source>
        <translation>要求从 {raster} 取 {requested} 个未标注像元，但只找到 {found} 个与样本相似的像元；网络从这些像元中学习。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{requested} unlabelled pixels were requested, but the sample of the scene holds only {found}; the network learns from these.</source>
        <translation>要求 {requested} 个未标注像元，但场景样本中只有 {found} 个；网络从这些像元中学习。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{samples} labelled pixels in {polygons} polygons of {labels} are the samples: at most {most} of each mineral, drawn at random.</source>
        <translation>以 {labels} 的 {polygons} 个面中的 {samples} 个已标注像元为样本：每种矿物最多 {most} 个，随机抽取。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{samples} labelled pixels of {labels} are the samples, at most {most} of each mineral: {train} for training, {validation} for validation and {test} for test. All pixels of a polygon serve the same purpose.</source>
        <translation>以 {labels} 的 {samples} 个已标注像元为样本，每种矿物最多 {most} 个：训练 {train} 个，验证 {validation} 个，测试 {test} 个。一个面的全部像元只作同一种用途。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{samples} samples have no data in {raster} and are ignored.</source>
        <translation>{samples} 个样本在 {raster} 中没有数据，已忽略。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{samples} samples of {layer} lie outside the raster and are ignored.</source>
        <translation>{layer} 的 {samples} 个样本位于栅格之外，已忽略。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/models/model_notices.py"/>
        <source>{samples} samples of {minerals} are left out, for not both models identify these minerals.</source>
        <translation>{minerals} 的 {samples} 个样本被略去，因为并非两个模型都识别这些矿物。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/sample_errors.py"/>
        <source>{samples} samples would be drawn, and a layer of points holds at most {most}. Choose 'up to' or 'proportional' under 'Numbers', or fewer pixels per class.</source>
        <translation>将抽取 {samples} 个样本，而点图层最多容纳 {most} 个。请在“数量方式”中选择“up to”或“proportional”，或减少每类像元数。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/notices.py"/>
        <source>{samples} validation samples of {layer} are not used: simulated spectra take their place. Only training and test samples are.</source>
        <translation>{layer} 的 {samples} 个验证样本不被使用：由模拟光谱代替。只使用训练样本和测试样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/archive_reports.py"/>
        <source>{scenes} scenes could not be used by an earlier run and are as they were: left out.</source>
        <translation>{scenes} 景在先前的运行中无法使用且未改变：不处理。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/cluster/archive_notices.py"/>
        <source>{scenes} scenes were named again by a link to the same file; each file is mapped once.</source>
        <translation>有 {scenes} 景影像经链接重复列出，指向同一文件；每个文件只制图一次。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/library_errors.py"/>
        <source>{share:.0f} % of the values of {library} are above 2 (up to {largest:g}), so they are not reflectance from 0 to 1. Give the scale in the file ('reflectance scale factor' in an ENVI header, '(%)' after the names of a table), or convert the values.</source>
        <translation>{library} 有 {share:.0f}% 的值大于 2（最大为 {largest:g}），因此不是 0 至 1 的反射率。请在文件中给出比例因子（ENVI 头文件中的“reflectance scale factor”，或表格名称后的“(%)”），或换算这些值。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{shared} of the {test} test samples of {layer} come from clusters of labelled points that also gave training samples, so the test accuracy will be too high. Draw the samples with 'Split' set to 'blocks', or choose 'polygons' under 'Accuracy from', which leaves the clusters out in turn.</source>
        <translation>{layer} 的 {test} 个测试样本中有 {shared} 个来自同时给出训练样本的点簇，因此测试精度会偏高。请将“划分方式”设为 'blocks' 抽取样本，或在“精度来源”中选择 'polygons'，使各点簇依次留出。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{shared} of the {test} test samples of {layer} lie in polygons that also hold training samples, so the test accuracy will be too high. Draw the samples with 'Split' set to 'blocks': then a whole polygon belongs to one split.</source>
        <translation>{layer} 的 {test} 个测试样本中有 {shared} 个所在的面也含有训练样本，因此测试精度会偏高。请将“划分方式”设为“blocks”抽取样本：这样整个面只归入一种划分。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/model_facts.py"/>
        <source>{shared} of {test}</source>
        <translation>{shared} / {test}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>{size} pixels</source>
        <translation>{size} 个像元</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/first_page.py"/>
        <source>{size} pixels of {pixel}</source>
        <translation>{size} 个像元，像元大小 {pixel}</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/outputs/output_notices.py"/>
        <source>{style} was not written by this plugin, but its place is needed for the style of the new output. It is kept as {kept}.</source>
        <translation>{style} 不是由本插件写入的，但新输出的样式需要占用该位置。原样式已保留为 {kept}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/errors/map_errors.py"/>
        <source>{table} is there and is no table of scenes as 'Areas of minerals' writes it, so no row can be added to it. Choose another file name.</source>
        <translation>{table} 已存在，但不是“矿物面积”写出的影像汇总表，无法在其中添加行。请另取文件名。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/desktop/dock/dock.py"/>
        <source>{there} pixels had a sample already.</source>
        <translation>{there} 个像元已有样本。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/algorithms/archive_reports.py"/>
        <source>{total} scenes to map; {before} are mapped already.</source>
        <translation>{total} 景待填图；{before} 景已完成。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/raster/label_notices.py"/>
        <source>{touching:.0f} % of the test samples of {layer} touch a training sample. Neighbouring pixels are alike, so the test accuracy will be too high. Keep test samples apart, for example in polygons of their own.</source>
        <translation>{layer} 的测试样本中有 {touching:.0f}% 紧挨训练样本。相邻像元彼此相似，因此测试精度会偏高。请将测试样本分开，例如放在单独的面中。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/reports/hidden_sizes.py"/>
        <source>{units} hidden units come within one standard deviation of it ({oa} %) with {parameters} parameters.</source>
        <translation>{units} 个隐藏单元的平均精度与之相差不到一倍标准差（{oa}%），参数量为 {parameters}。</translation>
    </message>
    <message>
        <location filename="../../mineral_prune_plugin/products/product_notices.py"/>
        <source>{values} values of {product} are saturated and become no data. A pixel is used only where every band has data.</source>
        <translation>{product} 有 {values} 个值饱和，成为无数据。只有每个波段都有数据的像元才会使用。</translation>
    </message>
</context>
</TS>
