/** Texts for people that more than one command has. */
package org.pairboot.appliance.text;
