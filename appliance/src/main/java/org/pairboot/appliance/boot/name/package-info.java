/**
 * The names that machines ask for: those that loaders have of themselves and what they tell of the
 * machine, and those that this program writes into scripts and has to find again.
 */
package org.pairboot.appliance.boot.name;
