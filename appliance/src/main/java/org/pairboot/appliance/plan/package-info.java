/**
 * Which machine boots what: profiles, machines, and how the one is found for the other.
 *
 * <p>{@link org.pairboot.appliance.plan.BootPlans} is pure and immutable; {@link
 * org.pairboot.appliance.plan.PlanReader} makes one of files and names every mistake in them.
 */
package org.pairboot.appliance.plan;
