/**
 * Machines as they are known from one boot to the next, the attempts to boot that they have made,
 * and the tokens by which they report that they run.
 */
package org.pairboot.appliance.machine;
