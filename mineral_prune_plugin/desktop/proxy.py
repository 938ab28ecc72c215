# SPDX-License-Identifier: GPL-2.0-or-later
"""The proxy of QGIS's network settings, as pip wants it."""

from dataclasses import dataclass, field

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy

from .masking import without_secrets
from .pip_command import proxy_variables

SCHEMES = {
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5h",
}


@dataclass(frozen=True)
class Proxy:
    """`address` may be shown; `variables` and `logins`, of (user, password), hold the password."""

    address: str = ""
    variables: dict = field(default_factory=dict, repr=False)
    logins: tuple = field(default=(), repr=False)


def qgis_proxy():
    """No address where QGIS names no proxy of its own: pip then uses the system's, as QGIS does."""
    manager = QgsNetworkAccessManager.instance()
    proxy = manager.fallbackProxy()
    scheme = SCHEMES.get(proxy.type())
    if scheme is None or not proxy.hostName():
        return Proxy()
    excluded = [QUrl(entry).host() or entry for entry in [*manager.excludeList(), *manager.noProxyList()] if entry]
    login = (proxy.user(), proxy.password())
    variables = proxy_variables(scheme, proxy.hostName(), proxy.port(), login, excluded)
    address = without_secrets(f"{proxy.hostName()}:{proxy.port()}", (login,))  # some write the login before the host
    return Proxy(address, variables, (login,))
