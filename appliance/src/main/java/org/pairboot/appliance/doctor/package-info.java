/**
 * {@code pairboot doctor}: looks at everything that goes wrong in labs, and says what to do about
 * it.
 *
 * <p>Each {@link org.pairboot.appliance.doctor.Check} looks at one thing, and gets all that it
 * looks at from outside; {@link org.pairboot.appliance.doctor.Checkup} puts them together.
 */
package org.pairboot.appliance.doctor;
