/** Plans, boot scripts, DHCP settings and the doctor, against real DHCP servers and clients. */
package org.pairboot.it.boot;
