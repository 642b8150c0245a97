package org.pairboot.tftp.transport.linux;

/**
 * Numbers of the kernel's interface, the same on x86-64 and aarch64. Each group names its header.
 */
final class Abi {
  private Abi() {}

  // sys/socket.h
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_REUSEPORT = 15;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;
  static final int MSG_DONTWAIT = 0x40;

  // netinet/in.h
  static final int IPPROTO_IP = 0;
  static final int IP_PKTINFO = 8;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int IPV6_RECVPKTINFO = 49;
  static final int IPV6_PKTINFO = 50;

  // netinet/udp.h
  static final int SOL_UDP = 17;
  static final int UDP_SEGMENT = 103;

  /** linux/udp.h: UDP_MAX_SEGMENTS of every kernel that has UDP_SEGMENT; newer ones take 128. */
  static final int UDP_MAX_SEGMENTS = 64;

  // sys/epoll.h
  static final int EPOLL_CLOEXEC = 0x80000;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_MOD = 3;
  static final int EPOLLIN = 1;
  static final int EPOLLOUT = 4;

  // sys/eventfd.h
  static final int EFD_NONBLOCK = 0x800;
  static final int EFD_CLOEXEC = 0x80000;

  // sys/mman.h
  static final int MADV_WILLNEED = 3;

  // errno.h
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int EFAULT = 14;
  static final int EINVAL = 22;
  static final int EMSGSIZE = 90;
  static final int ENOPROTOOPT = 92;
  static final int EOPNOTSUPP = 95;
  static final int EAFNOSUPPORT = 97;
  static final int EADDRNOTAVAIL = 99;
}
