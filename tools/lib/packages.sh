# Debian packages.

missingPackages() {
    local package
    while read -r package; do
        case "$package" in '' | '#'*) continue ;; esac
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s\n' "$package"
    done <"$1"
}

asRoot() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "packages are missing and installing them needs root; run this as root or install sudo. Missing: $missing"
    fi
}

installMissingPackages() {
    local missing
    missing=$(missingPackages "$1" | tr '\n' ' ')
    [ -n "${missing// /}" ] || return 0
    say "installing packages: $missing"
    asRoot apt-get update -qq >&2 ||
        fail "the package lists cannot be read; check the network connection and run this again."
    # shellcheck disable=SC2086
    asRoot env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2 ||
        fail "apt-get could not install the packages (its message stands above); check network and disk space and run this again."
}
