/**
 * {@code pairboot doctor}: looks for everything that commonly goes wrong in labs, and says what to
 * do about it.
 *
 * <p>{@link org.pairboot.appliance.doctor.Doctor} runs the checks: here those of settings, files
 * and images, in {@link org.pairboot.appliance.doctor.network} those of the network. Each check
 * looks at one topic and is given everything that it looks at.
 */
package org.pairboot.appliance.doctor;
