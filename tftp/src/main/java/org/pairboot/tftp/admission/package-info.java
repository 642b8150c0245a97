/**
 * Who gets an answer, and how many packets, before it has proved that its address is not forged.
 *
 * <p>Anybody can forge the sender address of a request, and answers are larger than requests. This
 * package limits what can be sent to a forged address.
 */
package org.pairboot.tftp.admission;
