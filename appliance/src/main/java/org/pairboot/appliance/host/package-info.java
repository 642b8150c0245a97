/** What this machine's kernel says of network cards, sockets and processes. */
package org.pairboot.appliance.host;
