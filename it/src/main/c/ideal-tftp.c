/*
 * A TFTP server for benchmarks alone: about the least work that can be done for each packet. One thread, one epoll, and for each transfer
 * one connected socket and one mapped file; a window leaves in one call (UDP_SEGMENT). It serves whoever asks, bounds nothing, checks
 * little, and repeats a window after a second without an ACK.
 *
 * usage: ideal-tftp ADDRESS PORT DIRECTORY
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum { RRQ = 1, DATA = 3, ACK = 4, ERROR = 5, OACK = 6 };
enum { EVENTS = 256, MAX_TRANSFERS = 65536, SEGMENTS = 64, GSO_BYTES = 65000 };

struct transfer {
  int socket;
  const char *file;
  size_t size;
  unsigned blksize, window;
  uint64_t acknowledged, last; /* blocks */
  int repeated;                /* whether the window has been sent again */
  int oack_length;
  char oack[128];
  time_t heard;
};

static struct transfer *transfers[MAX_TRANSFERS];
static int highest;
static int epoll;
static struct sockaddr_in local;

static time_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
  return t.tv_sec;
}

/* Sends blocks first..last: as many as one segmented send takes at a time. */
static void send_blocks(struct transfer *t, uint64_t first, uint64_t last) {
  static uint16_t headers[SEGMENTS][2];
  static struct iovec parts[2 * SEGMENTS];
  unsigned most = GSO_BYTES / (t->blksize + 4);
  if (most > SEGMENTS) most = SEGMENTS;
  if (most < 1) most = 1;
  while (first <= last) {
    unsigned count = 0;
    for (; count < most && first <= last; count++, first++) {
      size_t at = (first - 1) * t->blksize;
      headers[count][0] = htons(DATA);
      headers[count][1] = htons((uint16_t)first);
      parts[2 * count] = (struct iovec){headers[count], 4};
      parts[2 * count + 1] =
          (struct iovec){(void *)(t->file + at), at + t->blksize <= t->size ? t->blksize : t->size - at};
    }
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2 * count};
    union {
      char bytes[CMSG_SPACE(sizeof(uint16_t))];
      struct cmsghdr align;
    } control;
    if (count > 1) {
      message.msg_control = control.bytes;
      message.msg_controllen = sizeof control.bytes;
      struct cmsghdr *segment = CMSG_FIRSTHDR(&message);
      segment->cmsg_level = IPPROTO_UDP;
      segment->cmsg_type = UDP_SEGMENT;
      segment->cmsg_len = CMSG_LEN(sizeof(uint16_t));
      *(uint16_t *)CMSG_DATA(segment) = (uint16_t)(t->blksize + 4);
    }
    sendmsg(t->socket, &message, 0);
  }
}

static void send_window(struct transfer *t) {
  uint64_t last = t->acknowledged + t->window;
  send_blocks(t, t->acknowledged + 1, last < t->last ? last : t->last);
}

static void end(struct transfer *t) {
  transfers[t->socket] = NULL;
  munmap((void *)t->file, t->size);
  close(t->socket);
  free(t);
}

static void on_request(int listening, const char *directory) {
  char packet[1500], path[2048];
  struct sockaddr_in peer;
  socklen_t length = sizeof peer;
  ssize_t got = recvfrom(listening, packet, sizeof packet - 1, 0, (struct sockaddr *)&peer, &length);
  if (got < 4 || packet[1] != RRQ) return;
  packet[got] = 0;
  char *name = packet + 2, *end_of_packet = packet + got;
  snprintf(path, sizeof path, "%s/%s", directory, name);
  int file = open(path, O_RDONLY);
  struct stat facts;
  if (file < 0 || fstat(file, &facts) < 0) {
    if (file >= 0) close(file);
    sendto(listening, "\0\5\0\1none", 9, 0, (struct sockaddr *)&peer, length);
    return;
  }
  struct transfer *t = calloc(1, sizeof *t);
  t->size = facts.st_size;
  t->file = mmap(NULL, t->size, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  t->socket = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in own = local;
  own.sin_port = 0;
  if (t->file == MAP_FAILED || t->socket < 0 || t->socket >= MAX_TRANSFERS ||
      bind(t->socket, (struct sockaddr *)&own, sizeof own) < 0 || connect(t->socket, (struct sockaddr *)&peer, length) < 0)
    err(1, "transfer");
  t->blksize = 512;
  t->window = 1;
  int at = 2;
  t->oack[1] = OACK;
  for (char *option = name + strlen(name) + 1 + 6; option < end_of_packet;) {
    char *value = option + strlen(option) + 1;
    if (value >= end_of_packet) break;
    unsigned long number = strtoul(value, NULL, 10);
    if (!strcasecmp(option, "blksize")) t->blksize = number;
    else if (!strcasecmp(option, "windowsize")) t->window = number;
    else if (!strcasecmp(option, "tsize")) number = t->size;
    at += sprintf(t->oack + at, "%.16s%c%lu", option, 0, number) + 1;
    option = value + strlen(value) + 1;
  }
  t->oack_length = at > 2 ? at : 0;
  t->last = t->size / t->blksize + 1;
  t->heard = now();
  transfers[t->socket] = t;
  if (t->socket > highest) highest = t->socket;
  struct epoll_event interest = {.events = EPOLLIN, .data.fd = t->socket};
  epoll_ctl(epoll, EPOLL_CTL_ADD, t->socket, &interest);
  if (t->oack_length) send(t->socket, t->oack, t->oack_length, 0);
  else send_window(t);
}

static void on_ack(struct transfer *t) {
  unsigned char packet[64];
  ssize_t got = recv(t->socket, packet, sizeof packet, 0);
  if (got < 4) return;
  if (packet[1] == ERROR) {
    end(t);
    return;
  }
  if (packet[1] != ACK) return;
  uint16_t ahead = (uint16_t)((packet[2] << 8 | packet[3]) - (uint16_t)t->acknowledged);
  if (ahead > t->window) return;
  /* A repeated ACK: of a gap in a window, once. To repeat blocks for each would double the traffic for ever. */
  if (ahead == 0 && t->oack_length == 0 && (t->window == 1 || t->repeated)) return;
  t->repeated = ahead == 0 && t->oack_length == 0;
  t->heard = now();
  t->oack_length = 0;
  t->acknowledged += ahead;
  if (t->acknowledged >= t->last) end(t);
  else send_window(t);
}

static void repeat_what_is_lost(void) {
  for (int i = 0; i <= highest; i++) {
    struct transfer *t = transfers[i];
    if (!t || now() - t->heard < 1) continue;
    if (now() - t->heard > 30) end(t);
    else if (t->oack_length) send(t->socket, t->oack, t->oack_length, 0);
    else send_window(t);
  }
}

int main(int count, char **arguments) {
  if (count != 4) errx(2, "usage: ideal-tftp ADDRESS PORT DIRECTORY");
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  local = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(arguments[2]))};
  inet_pton(AF_INET, arguments[1], &local.sin_addr);
  int listening = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), room = 4 << 20;
  setsockopt(listening, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  if (bind(listening, (struct sockaddr *)&local, sizeof local) < 0) err(1, "bind");
  epoll = epoll_create1(0);
  struct epoll_event interest = {.events = EPOLLIN, .data.fd = listening};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &interest);
  time_t looked = now();
  for (;;) {
    struct epoll_event events[EVENTS];
    int ready = epoll_wait(epoll, events, EVENTS, 500);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd == listening) on_request(listening, arguments[3]);
      else if (transfers[events[i].data.fd]) on_ack(transfers[events[i].data.fd]);
    }
    if (now() != looked) {
      looked = now();
      repeat_what_is_lost();
    }
  }
}
