/**
 * Virtual machines of QEMU and their consoles. They boot from the network with firmware, or
 * straight from a kernel and initrds where only the kernel's verdict matters.
 */
package org.pairboot.it.guest;
