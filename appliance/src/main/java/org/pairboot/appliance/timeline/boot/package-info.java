/** Boots, which are made of events: who booted what, how far, and why not. */
package org.pairboot.appliance.timeline.boot;
