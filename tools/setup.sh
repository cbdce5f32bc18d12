#!/bin/sh
# Set-up for Debian 12 (and later): system packages, QGIS >= 3.40, a virtual environment with pinned versions.
# A second run only compares a stamp. Addresses come from this machine's own apt sources.
set -eu
cd "$(dirname "$0")/.."
python=/usr/bin/python3
packages="qgis python3-qgis python3-venv xvfb xauth xdotool imagemagick openbox poppler-utils gdal-bin
 qttools5-dev-tools pyqt5-dev-tools fonts-noto-cjk fonts-wqy-zenhei fonts-arphic-uming fonts-arphic-ukai
 libreoffice-writer-nogui"
say() { printf '%s\n' "$*" >&2; }

missing_packages() {
    for package in $packages; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}
qgis_is_new_enough() {
    QT_QPA_PLATFORM=offscreen $python -c 'from qgis.core import Qgis; assert Qgis.QGIS_VERSION_INT >= 34000' 2>/dev/null
}
codename() { . /etc/os-release; printf '%s' "${VERSION_CODENAME:-}"; }

# The mirror that already serves this release: "URI<TAB>keyring".
mirror() {
    $python - "$(codename)" <<'PY'
import glob, re, sys
name = sys.argv[1]
for path in sorted(glob.glob("/etc/apt/sources.list.d/*.sources")):
    for stanza in re.split(r"\n\s*\n", open(path, encoding="utf-8").read()):
        lines = [x for x in stanza.splitlines() if not x.startswith("#")]
        keys = dict((k.strip().lower(), v.strip()) for k, _, v in (x.partition(":") for x in lines) if v)
        if name in keys.get("suites", "").split() and "main" in keys.get("components", "").split():
            print(keys["uris"].split()[0] + "\t" + keys.get("signed-by", "")); sys.exit()
for path in ["/etc/apt/sources.list", *sorted(glob.glob("/etc/apt/sources.list.d/*.list"))]:
    try:
        lines = open(path, encoding="utf-8").read().splitlines()
    except FileNotFoundError:
        continue
    for line in lines:
        hit = re.match(r"deb\s+(?:\[(.*?)\]\s+)?(\S+)\s+(\S+)\s+(.*)", line.strip())
        if hit and hit[3] == name and "main" in hit[4].split():
            key = re.search(r"signed-by=(\S+)", hit[1] or "")
            print(hit[2] + "\t" + (key[1] if key else "")); sys.exit()
sys.exit("no apt source for " + name)
PY
}

install_packages() {
    if [ "$(id -u)" -ne 0 ]; then
        say "LandWatch needs system packages. As root run:"
        say "    sudo sh tools/setup.sh"
        say "(adds $(codename)-backports pinned to QGIS alone, then: apt-get install $(echo $packages))"
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    # One dead third-party source must not stop the set-up; a package that cannot be had will.
    apt-get update -q >&2 || say "apt-get update reported an error; going on with what can be had"
    [ -x $python ] || apt-get install -y -q --no-install-recommends python3 >&2
    if ! qgis_is_new_enough && ! apt-cache policy qgis | grep -q "$(codename)-backports"; then
        found=$(mirror)
        uri=$(printf '%s' "$found" | cut -f1)
        key=$(printf '%s' "$found" | cut -f2)
        {
            printf 'Types: deb\nURIs: %s\nSuites: %s-backports\nComponents: main\n' "$uri" "$(codename)"
            [ -z "$key" ] || printf 'Signed-By: %s\n' "$key"
        } > /etc/apt/sources.list.d/landwatch-backports.sources
        printf 'Package: *qgis*\nPin: release n=%s-backports\nPin-Priority: 990\n' "$(codename)" \
            > /etc/apt/preferences.d/landwatch-qgis
        apt-get update -q >&2 || say "apt-get update reported an error; going on with what can be had"
    fi
    say "Installing system packages (about two minutes) ..."
    # shellcheck disable=SC2086
    apt-get install -y -q --no-install-recommends -o Dpkg::Use-Pty=0 $packages >&2
    qgis_is_new_enough || { say "QGIS 3.40 or newer could not be installed from $(codename)-backports."; exit 1; }
}

build_environment() {
    say "Building the virtual environment ..."
    rm -rf .venv
    $python -m venv --system-site-packages .venv
    # A failing extra index must not hang the set-up; wheels are pinned.
    .venv/bin/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt >&2
    cp requirements-dev.txt .venv/installed.txt
}

if ! qgis_is_new_enough || [ -n "$(missing_packages)" ]; then install_packages; fi
cmp -s requirements-dev.txt .venv/installed.txt 2>/dev/null || build_environment
