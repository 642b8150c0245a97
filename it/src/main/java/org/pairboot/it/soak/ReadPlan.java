package org.pairboot.it.soak;

import java.net.InetAddress;

/**
 * One file to be read by one client.
 *
 * @param from the address of the client
 * @param windowsize to ask for; 1 asks for none
 */
public record ReadPlan(
    InetAddress from, ExpectedFile file, int blksize, int windowsize, Manner manner) {

  /** The {@code number}th of many client addresses, none of which is 127.0.0.1. */
  public static InetAddress address(int number) {
    return InetAddress.ofLiteral("127.20." + (number / 250) % 250 + "." + (1 + number % 250));
  }
}
