/**
 * Who booted what, when, how far, and why not: takes the events of both protocols and of the boot
 * service, makes boots of them, and keeps both in files. {@code event} is what happened, {@code
 * boot} what it means, {@code file} where it is kept.
 */
package org.pairboot.appliance.timeline;
