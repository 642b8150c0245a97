package org.pairboot.appliance.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.TextTable;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pairboot channel}. */
@Command(
    name = "channel",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Names for versions that can be moved, such as 'stable'.",
      "",
      "A channel points at one version of an image. Wherever NAME@VERSION is wanted, NAME@CHANNEL"
          + " does too; the files",
      "are served below /images/NAME/CHANNEL/. Scripts for machines always name the version that"
          + " the channel points at",
      "just then, so that no boot mixes two. Running servers see a change at once.",
      "",
      "  pairboot channel set fcos stable 43.20260101.3.0",
      "  pairboot channel set fcos stable testing        (the version that testing points at now)",
      "  pairboot serve --set boot.image=fcos@stable",
      ""
    },
    subcommands = {
      ChannelCommand.SetCommand.class,
      ChannelCommand.UnsetCommand.class,
      ChannelCommand.ListCommand.class
    })
final class ChannelCommand implements Runnable {
  @ParentCommand private PairbootCommand pairboot;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(pairboot.console().err());
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  /** {@code pairboot channel set}. */
  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Makes a channel point at a version, be the channel new or not.")
  static final class SetCommand implements Callable<Integer> {
    @ParentCommand private ChannelCommand parent;

    @Parameters(paramLabel = "NAME", description = "The image.")
    private String name;

    @Parameters(paramLabel = "CHANNEL", description = "The channel, such as stable.")
    private String channel;

    @Parameters(
        paramLabel = "VERSION",
        description = "The version; another channel or 'latest' stands for what that is now.")
    private String version;

    @Override
    public Integer call() throws Exception {
      ChannelRef ref = new ChannelRef(name, channel);
      ImageSelector target = ImageSelector.parse(name + "@" + version);
      ImageRef set = parent.pairboot.openExistingStore().setChannel(ref, target);
      parent.pairboot.console().say(ref + " is " + set + " now");
      return ExitCode.DONE;
    }
  }

  /** {@code pairboot channel unset}. */
  @Command(
      name = "unset",
      mixinStandardHelpOptions = true,
      description = "Takes a channel away. The version that it pointed at stays.")
  static final class UnsetCommand implements Callable<Integer> {
    @ParentCommand private ChannelCommand parent;

    @Parameters(paramLabel = "NAME", description = "The image.")
    private String name;

    @Parameters(paramLabel = "CHANNEL", description = "The channel.")
    private String channel;

    @Override
    public Integer call() throws Exception {
      ChannelRef ref = new ChannelRef(name, channel);
      parent.pairboot.openExistingStore().unsetChannel(ref);
      parent.pairboot.console().say(ref + " is no channel any more");
      return ExitCode.DONE;
    }
  }

  /** {@code pairboot channel list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists channels, and the versions that they point at.")
  static final class ListCommand implements Callable<Integer> {
    @ParentCommand private ChannelCommand parent;

    @Parameters(
        paramLabel = "NAME",
        arity = "0..1",
        description = "The image; all of them unless one is named.")
    private String name;

    @Mixin private JsonOption json;

    private record ChannelJson(String name, String channel, String version) {}

    @Override
    public Integer call() throws Exception {
      Console console = parent.pairboot.console();
      List<ChannelJson> channels = channels(parent.pairboot.openExistingStore().snapshot());
      if (json.isGiven()) {
        console.printJson(channels);
      } else if (channels.isEmpty()) {
        console.say("no channels; make one with 'pairboot channel set'");
      } else {
        TextTable table = new TextTable(List.of("NAME", "CHANNEL", "VERSION"));
        channels.forEach(c -> table.add(c.name(), c.channel(), c.version()));
        table.print(console);
      }
      return ExitCode.DONE;
    }

    private List<ChannelJson> channels(Snapshot snapshot) throws StoreException {
      List<ChannelJson> channels = new ArrayList<>();
      for (String image : images(snapshot)) {
        snapshot
            .channels(image)
            .forEach((channel, version) ->
                channels.add(new ChannelJson(image, channel, version.version())));
      }
      return channels;
    }

    private List<String> images(Snapshot snapshot) throws StoreException {
      if (name == null) {
        return snapshot.images();
      }
      snapshot.require(new ImageSelector(name, Optional.empty()));
      return List.of(name);
    }
  }
}
