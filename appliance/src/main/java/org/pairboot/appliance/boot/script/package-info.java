/**
 * The scripts that loaders read.
 *
 * <p>{@link org.pairboot.appliance.boot.script.ScriptWriter} puts a plan into a model without
 * words, in which kernel, initrds and URLs are as the loader names them: how it does is in the
 * class that is called after the loader, such as {@code GrubSyntax}. The template of that loader,
 * in the resources beside this package or in a directory of the user's, makes text of the model.
 */
package org.pairboot.appliance.boot.script;
