#!/bin/sh
# usage: rootfs fetch | rootfs mount DIRECTORY
#
# fetch: fetches the root file system into memory, or onto the partition in the kernel argument
# pairboot.rootfs_partition=, in chunks that are each verified with the hash list in this initramfs.
# mount: mounts the fetched root file system, with an overlay in memory for changes.
#
# PAIRBOOT_BUSYBOX is "busybox" to use its applets, and empty to use the GNU tools. If there is a curl, it fetches.
set -u

hashes=/etc/coreos-live-want-rootfs
run=/run/pairboot
piece=$run/piece
newline='
'
busybox=${PAIRBOOT_BUSYBOX-}
if command -v curl >/dev/null; then curl=curl; else curl=; fi

read -r rootfs_size rootfs_type </pairboot/rootfs.facts

# /dev/kmsg reaches every console, whatever runs this. "quiet" hides level 6 and shows level 3. The kernel drops lines
# beyond ten in five seconds, so messages must be few.
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

# argument NAME: prints the value of the last kernel argument with this name.
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

# uptime: prints the seconds since the kernel started.
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
  mount -t tmpfs -o "mode=0755,size=$room" pairboot $run || fail "not enough memory for $run"
  say "fetching $(mib "$rootfs_size") MiB from $url"
  fetch_chunks
  rm -f $piece $piece.1
  echo "$source" >$run/source
  say "the root file system is complete: $chunks chunks, $((chunks - kept)) of them fetched"
}

# device_of NAME: waits for the partition and prints its block device.
device_of() {
  case $1 in
    PARTLABEL=*) device=/dev/disk/by-partlabel/${1#*=} ;;
    PARTUUID=*) device=/dev/disk/by-partuuid/${1#*=} ;;
    /dev/*) device=$1 ;;
    *) fail "invalid pairboot.rootfs_partition=$1; expected PARTLABEL=, PARTUUID= or a path in /dev" ;;
  esac
  waited=0
  while [ ! -b "$device" ]; do
    [ $waited -lt 30 ] || fail "partition $1 ($device) not found"
    waited=$((waited + 1))
    sleep 1
  done
  $busybox readlink -f "$device"
}

# Writing to a whole disk, given by mistake, would destroy its partition table.
check_partition() {
  sys=/sys/class/block/${source##*/}
  [ -e "$sys/partition" ] || fail "$partition ($source) is not a partition; pairboot.rootfs_partition= must name one"
  read -r sectors <"$sys/size"
  [ $((sectors * 512)) -ge "$rootfs_size" ] ||
    fail "$partition ($source) has $(mib $((sectors * 512))) MiB, but the root file system has $(mib "$rootfs_size") MiB"
}

check_memory() {
  while read -r key kib _; do
    [ "$key" = MemAvailable: ] && break
  done </proc/meminfo
  [ $((kib * 1024)) -gt $room ] ||
    fail "fetching the root file system takes $(mib $room) MiB of memory, but only $((kib / 1024)) MiB are free:" \
      "give the machine more, or name a partition with pairboot.rootfs_partition="
}

fetch_chunks() {
  chunk=0
  kept=0
  reported=$(uptime)
  while read -r expected <&3; do
    first=$((chunk * chunk_size))
    length=$((rootfs_size - first))
    [ $length -lt "$chunk_size" ] || length=$chunk_size
    if [ -n "$partition" ] && [ "$(stored_digest)" = "$expected" ]; then
      kept=$((kept + 1))
    else
      fetch_chunk
      $busybox dd if=$piece of="$source" bs="$chunk_size" seek=$chunk conv=notrunc,fsync 2>/dev/null ||
        fail "cannot write chunk $((chunk + 1)) to $source"
    fi
    chunk=$((chunk + 1))
    now=$(uptime)
    if [ $((now - reported)) -ge 10 ]; then
      reported=$now
      say "$(mib $((first + length))) of $(mib "$rootfs_size") MiB"
    fi
  done
  [ $chunk -eq $chunks ] || fail "$hashes lists $chunk chunks, but the root file system has $chunks"
}

stored_digest() {
  $busybox dd if="$source" bs="$chunk_size" skip=$chunk count="$length" iflag=count_bytes,fullblock 2>/dev/null | digest
}

# Fetches one chunk until it has the right hash. A failed request may succeed later, so it is repeated for ever. A chunk
# that is wrong in the same way three times will stay wrong.
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
      [ $wrong -lt 10 ] || fail "$what, different each time: check the memory and the network card"
      complain "$what"
    else
      # The TLS of Debian 12's BusyBox offers no signature algorithms, and servers no longer accept the default, SHA-1.
      case ${curl:-$url $error} in
        https:*TLS* | https:*"Connection reset"*)
          tls=$((tls + 1))
          [ $tls -lt 3 ] || fail "$url cannot be fetched, because BusyBox's wget and the server do not agree on TLS:" \
            "use an http URL, or put curl into the initramfs"
          ;;
        *) tls=0 ;;
      esac
      error=${error##*"$newline"}
      complain "chunk $((chunk + 1)) of $chunks of $url did not arrive (${error:-no response}); trying again in 5 s"
      sleep 5
    fi
  done
}

# The hash list verifies the bytes, so certificates do not matter.
request() {
  last=$((first + length - 1))
  rm -f $piece $piece.1
  if [ -n "$curl" ]; then
    curl --silent --show-error --fail --location --insecure --globoff --connect-timeout 10 --speed-limit 1 \
      --speed-time 30 --max-filesize "$chunk_size" --range "$first-$last" --output $piece "$url"
  else
    # BusyBox accepts 206 Partial Content only to continue a file, so the file gets one byte first.
    # With -T, BusyBox of Debian 12 crashes on a null pointer.
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
  read -r source <$run/source || fail "the root file system was not fetched"
  options=ro
  [ -b "$source" ] || options=ro,loop
  for module in loop "$rootfs_type" overlay; do
    modprobe -q "$module" 2>/dev/null || :
  done
  mkdir -p $run/lower $run/changes
  $busybox mount -t "$rootfs_type" -o $options "$source" $run/lower ||
    fail "cannot mount $source as $rootfs_type; is the driver in the initramfs?"
  if has_filesystem overlay; then
    mount -t tmpfs -o mode=0755 pairboot-changes $run/changes || fail "not enough memory for $run/changes"
    mkdir $run/changes/upper $run/changes/work
    $busybox mount -t overlay -o "lowerdir=$run/lower,upperdir=$run/changes/upper,workdir=$run/changes/work" pairboot "$1" ||
      fail "cannot mount the overlay for changes at $1"
  else
    say "the kernel has no overlay driver, so the root file system stays read-only"
    $busybox mount --bind $run/lower "$1" || fail "cannot mount the root file system at $1"
  fi
}

case ${1-} in
  fetch) fetch ;;
  mount) mount_root "$2" ;;
  *) fail "usage: rootfs fetch | rootfs mount DIRECTORY" ;;
esac
