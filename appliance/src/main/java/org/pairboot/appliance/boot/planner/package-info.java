/**
 * Which image a machine boots and by which boot method, or why it boots nothing.
 *
 * <p>{@link org.pairboot.appliance.boot.planner.BootPlanner} takes what the user's plans decide for
 * a machine, the images that are published and what the machine's loader can do, and makes a {@link
 * org.pairboot.appliance.boot.planner.BootPlan} of it. It knows no loader's words.
 */
package org.pairboot.appliance.boot.planner;
