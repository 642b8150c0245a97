/** What a check is, and what {@code pairboot doctor} reports. */
package org.pairboot.appliance.doctor.report;
