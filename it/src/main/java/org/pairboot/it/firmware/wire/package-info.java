/** Captures a network: what machines requested by DHCP, TFTP and HTTP, and what they received. */
package org.pairboot.it.firmware.wire;
