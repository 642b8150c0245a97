package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.doctor.Endpoint.Service;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.conf.HttpSettings.Tls;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.Settings;

/** Puts the checks together: which there are depends on what the first ones find. */
public final class Checkup {
  private final LoadedSettings loaded;
  private final Settings settings;
  private final Machine machine;

  private Checkup(LoadedSettings loaded, Machine machine) {
    this.loaded = loaded;
    this.settings = loaded.settings();
    this.machine = machine;
  }

  /**
   * Looks at everything.
   *
   * @throws IOException when the system does not even say which ports are taken
   */
  public static Diagnosis of(LoadedSettings loaded, Machine machine) throws IOException {
    return new Checkup(loaded, machine).run();
  }

  private Diagnosis run() throws IOException {
    Optional<ImageStore> store = Optional.empty();
    Optional<StoreException> broken = Optional.empty();
    if (ImageStore.isIn(settings.dataDir())) {
      try {
        store =
            Optional.of(ImageStore.openExisting(settings.dataDir(), ImageStore.Options.defaults()));
      } catch (StoreException e) {
        broken = Optional.of(e);
      }
    }
    Optional<Snapshot> images = store.map(ImageStore::snapshot);
    List<Check> checks = new ArrayList<>();
    checks.add(new SettingsCheck(loaded.file(), settings));
    checks.add(new DirectoriesCheck(settings.dataDir(), settings.boot(), images));
    checks.add(new ImagesCheck(images, broken));
    checks.add(new PlansCheck(settings, images));
    checks.add(new LoadersCheck(settings.loaders()));
    checks.addAll(network(store));
    store.ifPresent(there -> checks.add(new MemoryCheck(there)));
    images.ifPresent(there -> checks.add(new BlockNumbersCheck(there)));
    return Diagnosis.of(checks);
  }

  private List<Check> network(Optional<ImageStore> store) throws IOException {
    List<Check> checks = new ArrayList<>();
    Map<Endpoint, PortState> ports = ports();
    checks.add(new AddressesCheck(settings, machine.cards(), machine.bridged()));
    checks.add(new PortsCheck(ports, machine.processes().servers()));
    if (settings.tftp().enabled()) {
      checks.add(new MtuCheck(settings.tftp(), machine.cards()));
    }
    checks.add(new FirewallCheck(settings, machine.firewall().get()));
    if (settings.http().enabled() && settings.http().tls().enabled()) {
      checks.add(new CertificateCheck(settings.http().tls(), review()));
    }
    store.map(there -> reading(ports, there)).ifPresent(checks::add);
    return checks;
  }

  private Map<Endpoint, PortState> ports() throws IOException {
    PortSurvey survey = new PortSurvey(machine.sockets(), machine.processes(), this::answersAsOurs);
    Map<Endpoint, PortState> ports = new LinkedHashMap<>();
    for (Endpoint endpoint : Endpoint.of(settings)) {
      ports.put(endpoint, survey.of(endpoint));
    }
    return ports;
  }

  private boolean answersAsOurs(Endpoint endpoint) {
    return isDenied(endpoint)
        // Then a port that answers has to speak for it.
        ? Endpoint.of(settings).stream()
            .filter(other -> other.service() == Service.HTTP)
            .anyMatch(OwnScript::answers)
        : OwnScript.answers(endpoint);
  }

  private boolean isDenied(Endpoint endpoint) {
    return endpoint.service() == Service.TFTP
        && !Access.isAllowed(settings.tftp(), endpoint.local().getAddress());
  }

  private CertificateReview review() {
    return new CertificateReview(named(), machine.clock());
  }

  /** The addresses that scripts name in URLs of HTTPS. */
  private List<InetAddress> named() {
    Tls tls = settings.http().tls();
    InetAddress told = tls.advertise().orElse(tls.listen()).getAddress();
    return told.isAnyLocalAddress() ? AddressesCheck.candidates(machine.cards()) : List.of(told);
  }

  private Check reading(Map<Endpoint, PortState> ports, ImageStore store) {
    ShownCertificate certificate = new ShownCertificate(settings.http().tls(), review());
    List<Endpoint> running = running(ports);
    if (running.isEmpty()) {
      return new Trial(settings, store, certificate);
    }
    boolean http = running.stream().anyMatch(endpoint -> endpoint.service() == Service.HTTP);
    return new FetchCheck(
        new Served("the running server", running),
        settings.http().advertise().filter(told -> http),
        store.snapshot(),
        certificate);
  }

  private List<Endpoint> running(Map<Endpoint, PortState> ports) {
    return ports.entrySet().stream()
        .filter(port -> port.getValue() instanceof PortState.Ours)
        .map(Map.Entry::getKey)
        .filter(endpoint -> !isDenied(endpoint))
        .toList();
  }
}
