package org.pairboot.appliance.timeline.boot;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.timeline.event.Event;
import org.pairboot.appliance.timeline.event.Event.Answer;
import org.pairboot.appliance.timeline.event.Event.Answered;
import org.pairboot.appliance.timeline.event.Event.Fact;
import org.pairboot.appliance.timeline.event.Event.Progress;
import org.pairboot.appliance.timeline.event.Event.Report;
import org.pairboot.appliance.timeline.event.Event.Transfer;
import org.pairboot.appliance.timeline.event.EventIds;
import org.pairboot.appliance.timeline.event.Stage;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;

/** Writes down what machines do, one event after the other. */
final class TestEvents {
  static final String IMAGE = "images/demo/1/";
  static final Answer.Boot DEMO =
      new Answer.Boot(
          "demo",
          "1",
          "rootfs-url",
          Map.of(
              "kernel", Stage.KERNEL, "initramfs.img", Stage.INITRAMFS, "rootfs.img", Stage.ROOTFS),
          false);
  static final Answer.Boot REPORTING =
      new Answer.Boot("demo", "1", "rootfs-url", DEMO.files(), true);

  private static final Instant START = Instant.parse("2026-12-01T12:00:00Z");

  private final EventIds ids = new EventIds(new SplittableRandom(1));
  private final List<Event> events = new ArrayList<>();
  private Instant now = START;

  List<Event> all() {
    return events;
  }

  Instant now() {
    return now;
  }

  TestEvents pause(Duration time) {
    now = now.plus(time);
    return this;
  }

  TestEvents add(Optional<String> address, Fact fact) {
    now = now.plusMillis(50);
    events.add(new Event(ids.next(now), now, address.map(InetAddress::ofLiteral), fact));
    return this;
  }

  Machine machine(String address) {
    return new Machine(address, Optional.empty());
  }

  /** What comes from one address. */
  final class Machine {
    private final String address;
    private final Optional<MacAddress> mac;

    private Machine(String address, Optional<MacAddress> mac) {
      this.address = address;
      this.mac = mac;
    }

    /** A machine that names itself when it can. */
    Machine mac(String text) {
      return new Machine(address, MacAddress.parse(text));
    }

    private Machine add(Fact fact) {
      TestEvents.this.add(Optional.of(address), fact);
      return this;
    }

    Machine loader(String name) {
      return transfer(Protocol.TFTP, name, "loaders", "completed", 40_000);
    }

    Machine miss(String name) {
      return transfer(Protocol.TFTP, name, "", "not-found", 0);
    }

    Machine probe(String name) {
      return transfer(Protocol.TFTP, name, "loaders", "probe", 0);
    }

    /** Its script, of which it then gets the text. */
    Machine script(String loader, Answer answer) {
      return asks(Protocol.TFTP, loader, answer)
          .transfer(Protocol.TFTP, "pxelinux.cfg/default", "scripts", "completed", 300);
    }

    /** Its script, by a request of {@code protocol}. */
    Machine asks(Protocol protocol, String loader, Answer answer) {
      MachineIdentity told =
          mac.map(MachineIdentity.UNKNOWN::withMac).orElse(MachineIdentity.UNKNOWN);
      return add(
          new Answered(
              told,
              protocol == Protocol.HTTP,
              mac.isPresent(),
              mac.map(MacAddress::toString),
              true,
              loader,
              "worker",
              answer));
    }

    Machine gets(Protocol protocol, String file) {
      return transfer(protocol, IMAGE + file, "images", "completed", 1_000_000);
    }

    Machine transfer(Protocol protocol, String name, String route, String outcome, long bytes) {
      boolean proven = protocol == Protocol.HTTP || !outcome.equals("not-found");
      return add(
          new Transfer(
              protocol, name, route, outcome, "", proven, bytes, bytes, Duration.ofMillis(20), 0));
    }

    Machine progress(Protocol protocol, String file, long bytes) {
      return add(new Progress(protocol, IMAGE + file, bytes));
    }

    Machine report() {
      return add(
          new Report(
              MachineIdentity.UNKNOWN.withMac(mac.orElseThrow()),
              mac.orElseThrow().toString(),
              Optional.empty()));
    }

    /** All of a boot of PXELINUX, with the rootfs over HTTP. */
    Machine boots(Answer answer) {
      return loader("pxelinux.0")
          .loader("ldlinux.c32")
          .asks(Protocol.TFTP, "pxelinux", new Answer.AskOn())
          .miss("pxelinux.cfg/01-52-54-00-00-00-01")
          .miss("pxelinux.cfg/0A000007")
          .script("pxelinux", answer)
          .gets(Protocol.TFTP, "kernel")
          .gets(Protocol.TFTP, "initramfs.img")
          .gets(Protocol.HTTP, "rootfs.img");
    }

    Machine pause(Duration time) {
      TestEvents.this.pause(time);
      return this;
    }
  }

  /** The boots that a correlator makes of all, in the order in which they began. */
  List<Boot> boots() {
    return boots(events, now);
  }

  static List<Boot> boots(List<Event> events, Instant until) {
    Map<String, Boot> boots = new TreeMap<>();
    Correlator correlator = new Correlator();
    for (Event event : events) {
      correlator.add(event);
      correlator.takeChanged().forEach(boot -> boots.put(boot.id(), boot));
    }
    correlator.passTo(until);
    correlator.takeChanged().forEach(boot -> boots.put(boot.id(), boot));
    return List.copyOf(boots.values());
  }
}
