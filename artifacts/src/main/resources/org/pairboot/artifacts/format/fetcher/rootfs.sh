#!/bin/sh
# usage: rootfs fetch | rootfs mount DIRECTORY
#
# fetch: brings the root file system into memory, or onto the partition that the kernel argument
# pairboot.rootfs_partition= names, in chunks that are each checked against the hash list in this initramfs.
# mount: mounts what was fetched, with a layer in memory above it that takes the changes.
#
# PAIRBOOT_BUSYBOX is "busybox" where its applets are to be used, and empty where there are the GNU tools. Wherever there
# is curl, it is curl that fetches.
set -u

hashes=/etc/coreos-live-want-rootfs
run=/run/pairboot
piece=$run/piece
newline='
'
busybox=${PAIRBOOT_BUSYBOX-}
if command -v curl >/dev/null; then curl=curl; else curl=; fi

read -r rootfs_size rootfs_type </pairboot/rootfs.facts

# /dev/kmsg reaches every console, whoever runs this. "quiet" hides level 6 and shows level 3. The kernel drops what is
# more than ten lines in five seconds, so few must do.
say() {
  echo "<6>pairboot: $*" >/dev/kmsg
}

complain() {
  echo "<3>pairboot: $*" >/dev/kmsg
}

fail() {
  complain "$*"
  exit 1
}

# argument NAME: the value of the last kernel argument of this name.
argument() (
  set -f
  value=
  read -r line </proc/cmdline
  for word in $line; do
    case $word in
      "$1"=*) value=${word#*=} ;;
    esac
  done
  echo "$value"
)

digest() {
  sum=$($busybox sha256sum) || sum=
  echo "${sum%% *}"
}

# uptime: the seconds since the kernel started.
uptime() {
  read -r now _ </proc/uptime
  echo "${now%.*}"
}

mib() {
  echo $((($1 + 1048575) / 1048576))
}

fetch() {
  url=$(argument coreos.live.rootfs_url)
  [ -n "$url" ] || fail "the kernel argument coreos.live.rootfs_url= is missing"
  partition=$(argument pairboot.rootfs_partition)
  mkdir -p $run
  exec 3<$hashes
  read -r _ _ chunk_size <&3
  chunks=$(((rootfs_size + chunk_size - 1) / chunk_size))
  room=$((4 * chunk_size))
  if [ -n "$partition" ]; then
    source=$(device_of "$partition") || exit 1
    check_partition
  else
    source=$run/rootfs
    room=$((room + rootfs_size))
    check_memory
  fi
  mount -t tmpfs -o "mode=0755,size=$room" pairboot $run || fail "no memory for $run"
  say "fetching $(mib "$rootfs_size") MiB from $url"
  fetch_chunks
  rm -f $piece $piece.1
  echo "$source" >$run/source
  say "the root file system is complete: $chunks chunks, $((chunks - kept)) of them fetched"
}

# device_of NAME: the block device of a partition, once it is there.
device_of() {
  case $1 in
    PARTLABEL=*) device=/dev/disk/by-partlabel/${1#*=} ;;
    PARTUUID=*) device=/dev/disk/by-partuuid/${1#*=} ;;
    /dev/*) device=$1 ;;
    *) fail "pairboot.rootfs_partition=$1 is neither PARTLABEL=, PARTUUID= nor a path in /dev" ;;
  esac
  waited=0
  while [ ! -b "$device" ]; do
    [ $waited -lt 30 ] || fail "there is no partition $1 ($device)"
    waited=$((waited + 1))
    sleep 1
  done
  $busybox readlink -f "$device"
}

# Whoever names a whole disk by mistake would lose its partition table.
check_partition() {
  sys=/sys/class/block/${source##*/}
  [ -e "$sys/partition" ] || fail "$partition ($source) is no partition; pairboot.rootfs_partition= takes nothing else"
  read -r sectors <"$sys/size"
  [ $((sectors * 512)) -ge "$rootfs_size" ] ||
    fail "$partition ($source) has $(mib $((sectors * 512))) MiB, the root file system $(mib "$rootfs_size") MiB"
}

check_memory() {
  while read -r key kib _; do
    [ "$key" = MemAvailable: ] && break
  done </proc/meminfo
  [ $((kib * 1024)) -gt $room ] ||
    fail "to fetch the root file system takes $(mib $room) MiB of memory, and $((kib / 1024)) MiB are free:" \
      "give the machine more, or name a partition with pairboot.rootfs_partition="
}

fetch_chunks() {
  chunk=0
  kept=0
  told=$(uptime)
  while read -r expected <&3; do
    first=$((chunk * chunk_size))
    length=$((rootfs_size - first))
    [ $length -lt "$chunk_size" ] || length=$chunk_size
    if [ -n "$partition" ] && [ "$(stored_digest)" = "$expected" ]; then
      kept=$((kept + 1))
    else
      fetch_chunk
      $busybox dd if=$piece of="$source" bs="$chunk_size" seek=$chunk conv=notrunc,fsync 2>/dev/null ||
        fail "chunk $((chunk + 1)) cannot be written to $source"
    fi
    chunk=$((chunk + 1))
    now=$(uptime)
    if [ $((now - told)) -ge 10 ]; then
      told=$now
      say "$(mib $((first + length))) of $(mib "$rootfs_size") MiB"
    fi
  done
  [ $chunk -eq $chunks ] || fail "$hashes lists $chunk chunks, and the root file system has $chunks"
}

stored_digest() {
  $busybox dd if="$source" bs="$chunk_size" skip=$chunk count="$length" iflag=count_bytes,fullblock 2>/dev/null | digest
}

# Fetches one chunk again and again until it is right. What does not arrive may arrive later. What arrives the same
# three times, and wrong, will not become right.
fetch_chunk() {
  same=0
  wrong=0
  tls=0
  before=
  while :; do
    if error=$(request 2>&1); then
      found=$(digest <$piece)
      [ "$found" != "$expected" ] || return 0
      wrong=$((wrong + 1))
      if [ "$found" = "$before" ]; then same=$((same + 1)); else same=1; fi
      before=$found
      what="hash mismatch in chunk $((chunk + 1)) of $chunks, at offset $first, of $url: expected $expected, found $found"
      [ $same -lt 3 ] || fail "$what, three times the same: import the image again"
      [ $wrong -lt 10 ] || fail "$what, each time another: suspect the memory or the network card"
      complain "$what"
    else
      # The TLS of Debian 12's BusyBox names no signature algorithms, and servers no longer take SHA-1 for want of them.
      case ${curl:-$url $error} in
        https:*TLS* | https:*"Connection reset"*)
          tls=$((tls + 1))
          [ $tls -lt 3 ] || fail "$url cannot be fetched: BusyBox's wget and the server do not agree on TLS:" \
            "use a URL with http, or put curl into the initramfs"
          ;;
        *) tls=0 ;;
      esac
      error=${error##*"$newline"}
      complain "chunk $((chunk + 1)) of $chunks of $url did not arrive (${error:-no answer}); trying again in 5 s"
      sleep 5
    fi
  done
}

# What proves the bytes is the hash list, so certificates are of no account.
request() {
  last=$((first + length - 1))
  rm -f $piece $piece.1
  if [ -n "$curl" ]; then
    curl --silent --show-error --fail --location --insecure --globoff --connect-timeout 10 --speed-limit 1 \
      --speed-time 30 --max-filesize "$chunk_size" --range "$first-$last" --output $piece "$url"
  else
    # BusyBox takes 206 Partial Content only where it continues a file, so that there is one byte to continue.
    # With -T, that of Debian 12 dies of a null pointer.
    echo >$piece.1
    busybox timeout 120 busybox wget -q -c --header "Range: bytes=$first-$last" -O $piece.1 "$url" &&
      busybox tail -c +2 $piece.1 >$piece
  fi
}

has_filesystem() (
  while read -r words; do
    [ "${words##*[[:space:]]}" != "$1" ] || exit 0
  done </proc/filesystems
  exit 1
)

mount_root() {
  read -r source <$run/source || fail "the root file system has not been fetched"
  options=ro
  [ -b "$source" ] || options=ro,loop
  for module in loop "$rootfs_type" overlay; do
    modprobe -q "$module" 2>/dev/null || :
  done
  mkdir -p $run/lower $run/changes
  $busybox mount -t "$rootfs_type" -o $options "$source" $run/lower ||
    fail "$source cannot be mounted as $rootfs_type; is its driver in the initramfs?"
  if has_filesystem overlay; then
    mount -t tmpfs -o mode=0755 pairboot-changes $run/changes || fail "no memory for $run/changes"
    mkdir $run/changes/upper $run/changes/work
    $busybox mount -t overlay -o "lowerdir=$run/lower,upperdir=$run/changes/upper,workdir=$run/changes/work" pairboot "$1" ||
      fail "the layer for changes cannot be mounted at $1"
  else
    say "without overlay in the kernel the root file system stays read-only"
    $busybox mount --bind $run/lower "$1" || fail "$1 cannot be mounted"
  fi
}

case ${1-} in
  fetch) fetch ;;
  mount) mount_root "$2" ;;
  *) fail "usage: rootfs fetch | rootfs mount DIRECTORY" ;;
esac
