/** The training run for the ahead-of-time cache of the distribution. Runs at build time only. */
package org.pairboot.appliance.aot;
