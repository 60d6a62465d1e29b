#!/bin/sh
# Runs geomap as a container would, where there is no Docker: Linux, as root.
#
#     packaging/confined.sh ENVIRONMENT FOLDER ARGUMENT...
#
# ENVIRONMENT was made by packaging/install.sh. FOLDER becomes /news, the working folder and the only one that can be written. geomap runs
# as the owner of FOLDER, without capabilities and network; it sees the system, Python and ENVIRONMENT, all of them read-only. Equal to:
#
#     docker run --network none --read-only --cap-drop ALL --security-opt no-new-privileges --user UID:GID -v FOLDER:/news geomap ARGUMENT...
set -eu
PATH=$PATH:/usr/sbin:/sbin

stop() { echo "$1" >&2; exit 2; }

bind() {  # folder of the system, read-only at the same place below $root
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
    mount -o remount,bind,ro "$root$1"
}

make_root() {  # of a file system in memory that holds nothing else
    mount -t tmpfs -o mode=755 tmpfs "$root"
    for folder in /usr /etc /bin /sbin /lib /lib32 /lib64; do
        if [ -L "$folder" ]; then cp -P "$folder" "$root$folder"; elif [ -d "$folder" ]; then bind "$folder"; fi
    done
    bind "$("$environment/bin/python" -c 'import sys; print(sys.base_prefix)')"
    bind "$environment"
    mkdir -p "$root/dev" "$root/proc" "$root/tmp" "$root/news"
    for device in null zero random urandom; do
        touch "$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    mount -t proc proc "$root/proc"
    mount --bind "$work" "$root/news"
    mount -o remount,ro "$root"
}

if [ "${1-}" != --inside ]; then
    [ $# -ge 2 ] || stop "usage: packaging/confined.sh ENVIRONMENT FOLDER ARGUMENT..."
    [ "$(id -u)" = 0 ] || stop "packaging/confined.sh makes name spaces and needs root; run it with sudo"
    [ -x "$1/bin/geomap" ] || stop "$1 holds no geomap; make it with packaging/install.sh"
    [ -d "$2" ] || stop "$2 is no folder"
    [ "$(stat -c %u "$2")" != 0 ] || stop "$2 belongs to root; give it to the user that geomap is to run as"
    environment=$(cd "$1" && pwd -P)
    work=$(cd "$2" && pwd -P)
    shift 2
    root=$(mktemp -d)
    trap 'rmdir "$root"' EXIT
    status=0
    unshare --net --ipc --uts --pid --mount --propagation private --fork "$0" --inside "$root" "$environment" "$work" "$@" || status=$?
    exit "$status"
fi

root=$2 environment=$3 work=$4
shift 4
owner=$(stat -c %u "$work") group=$(stat -c %g "$work")
make_root
exec chroot "$root" /usr/bin/env -i PATH="$environment/bin:/usr/bin:/bin" HOME=/ LANG=C.UTF-8 XDG_CACHE_HOME="$environment/cache" \
    setpriv --reuid "$owner" --regid "$group" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all \
    sh -c 'cd /news && exec geomap "$@"' geomap "$@"
