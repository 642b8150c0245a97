/**
 * A laboratory: one network in its own namespace, with a bridge, a DHCP server, the distribution as
 * it ships, guests that boot from it, and a program that simulates many more machines.
 */
package org.pairboot.it.firmware.machine;
