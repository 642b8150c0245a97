package org.pairboot.appliance.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.TextTable;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pairboot channel}. */
@Command(
    name = "channel",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Manages channels: movable names for versions, such as 'stable'.",
      "",
      "A channel points to one version of an image. NAME@CHANNEL can be used wherever a command"
          + " takes NAME@VERSION; files are served below /images/NAME/CHANNEL/. Scripts for"
          + " machines always name the version that the channel points to at that moment, so that"
          + " one boot never mixes two versions. Running servers see a change at once.",
      "",
      "  pairboot channel set fcos stable 43.20260101.3.0",
      "  pairboot channel set fcos stable testing   # what testing points to now",
      "  pairboot serve --set boot.image=fcos@stable",
      ""
    },
    subcommands = {
      ChannelCommand.SetCommand.class,
      ChannelCommand.UnsetCommand.class,
      ChannelCommand.ListCommand.class
    })
final class ChannelCommand extends BaseCommand {
  @Override
  public Integer call() {
    throw pairboot().missingCommand(spec());
  }

  /** What all the subcommands that change a channel name. */
  abstract static class OneChannelCommand extends BaseCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The image.")
    private String name;

    @Parameters(index = "1", paramLabel = "CHANNEL", description = "The channel, such as stable.")
    private String channel;

    final ChannelRef channel() {
      return new ChannelRef(name, channel);
    }
  }

  /** {@code pairboot channel set}. */
  @Command(
      name = "set",
      description = {
        "Points a channel to a version; creates the channel if it does not exist.",
        ""
      })
  static final class SetCommand extends OneChannelCommand {
    @Parameters(
        index = "2",
        paramLabel = "VERSION",
        description =
            "The version; for another channel or 'latest', the version that it means now.")
    private String version;

    @Override
    public Integer call() throws Exception {
      ChannelRef channel = channel();
      ImageSelector target = ImageSelector.parse(channel.image() + "@" + version);
      ImageRef set = existingStore().setChannel(channel, target);
      console().say(channel + " now points to " + set);
      return ExitCode.DONE;
    }
  }

  /** {@code pairboot channel unset}. */
  @Command(
      name = "unset",
      description = {"Removes a channel. The version that it pointed to stays.", ""})
  static final class UnsetCommand extends OneChannelCommand {
    @Override
    public Integer call() throws Exception {
      ChannelRef channel = channel();
      existingStore().unsetChannel(channel);
      console().say("removed channel " + channel);
      return ExitCode.DONE;
    }
  }

  /** {@code pairboot channel list}. */
  @Command(
      name = "list",
      description = {"Lists channels and the versions that they point to.", ""})
  static final class ListCommand extends DataCommand {
    @Parameters(
        paramLabel = "NAME",
        arity = "0..1",
        description = "The image. Default: all images.")
    private String name;

    private record ChannelJson(String name, String channel, String version) {}

    private record Listing(List<ChannelJson> channels) implements View {
      @Override
      public Object json() {
        return channels;
      }

      @Override
      public void print(Console console) {
        if (channels.isEmpty()) {
          console.say("no channels; add one with 'pairboot channel set'");
          return;
        }
        TextTable table = new TextTable("NAME", "CHANNEL", "VERSION");
        channels.forEach(c -> table.add(c.name(), c.channel(), c.version()));
        table.print(console);
      }
    }

    @Override
    public Integer call() throws Exception {
      Snapshot snapshot = existingStore().snapshot();
      List<ChannelJson> channels = new ArrayList<>();
      for (String image : images(snapshot)) {
        snapshot
            .channels(image)
            .forEach((channel, version) ->
                channels.add(new ChannelJson(image, channel, version.version())));
      }
      print(new Listing(channels));
      return ExitCode.DONE;
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
