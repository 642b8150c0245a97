/**
 * Boot plans: which machine boots what.
 *
 * <p>{@link org.pairboot.appliance.plan.PlanReader} reads profiles and machines from HOCON files
 * and reports every mistake in them. The result is an immutable {@link
 * org.pairboot.appliance.plan.BootPlans}, which finds the profile for a {@link
 * org.pairboot.appliance.plan.MachineIdentity} without touching any file.
 */
package org.pairboot.appliance.plan;
