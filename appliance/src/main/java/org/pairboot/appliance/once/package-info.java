/** Machines that boot from the network once, and from their disk until somebody asks for more. */
package org.pairboot.appliance.once;
