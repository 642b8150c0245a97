/** Facts about this machine from its kernel: network cards, sockets, processes and the firewall. */
package org.pairboot.appliance.host;
