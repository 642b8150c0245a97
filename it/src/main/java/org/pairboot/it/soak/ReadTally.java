package org.pairboot.it.soak;

/** What all clients of a run have seen so far. Not thread-safe. */
final class ReadTally {
  long bytes;
  long packetsReceived;
  long packetsNotNew;
  long packetsOfOthers;
  long requestsRepeated;
  long timeouts;
  long acksSent;
}
