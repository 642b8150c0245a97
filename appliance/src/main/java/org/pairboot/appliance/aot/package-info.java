/** What the ahead-of-time cache of the distribution is learnt from. Runs at build time only. */
package org.pairboot.appliance.aot;
