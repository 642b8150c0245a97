/** Files of the user's that are read again when they change, without a restart. */
package org.pairboot.appliance.reload;
