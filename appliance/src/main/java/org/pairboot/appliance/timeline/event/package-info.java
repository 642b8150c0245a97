/** What happened on the boot plane, event by event, and each event as a line of JSON. */
package org.pairboot.appliance.timeline.event;
