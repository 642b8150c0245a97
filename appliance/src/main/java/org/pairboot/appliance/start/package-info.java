/** What keeps the start of the program short. */
package org.pairboot.appliance.start;
