/** Reads along on a wire: what machines asked for by DHCP, TFTP and HTTP, and what they got. */
package org.pairboot.it.firmware.wire;
