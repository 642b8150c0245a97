/**
 * A laboratory of one network: a namespace of its own with a bridge, a DHCP server, the appliance
 * as it ships, and virtual machines that boot from it.
 */
package org.pairboot.it.firmware.machine;
