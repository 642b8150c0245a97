/**
 * Checks whether machines can reach this server: addresses, ports, packet sizes, firewall and
 * certificate; and whether what they read from it is right.
 */
package org.pairboot.appliance.doctor.network;
