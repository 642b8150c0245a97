package org.pairboot.artifacts.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.catalog.Catalog.Lifetime;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;

class CatalogTest {
  private final List<String> asked = new ArrayList<>();
  private final Content first = BytesContent.of("first");
  private final Content second = BytesContent.of("second");
  private final Catalog catalog =
      new Catalog(
          List.of(
              route("one", "a", first), route("two", "a", second), route("three", "b", second)));

  @Test
  void answersWithTheFirstRouteThatKnowsTheName() {
    assertThat(catalog.resolve(request("a")))
        .contains(new Catalog.Resolution("one", Lifetime.CHANGING, first));
    assertThat(asked).containsExactly("one");
  }

  @Test
  void asksRoutesInOrder() {
    assertThat(catalog.resolve(request("b")))
        .contains(new Catalog.Resolution("three", Lifetime.CHANGING, second));
    assertThat(asked).containsExactly("one", "two", "three");
  }

  @Test
  void returnsNothingForAnUnknownName() {
    assertThat(catalog.resolve(request("c"))).isEmpty();
    assertThat(new Catalog(List.of()).resolve(request("a"))).isEmpty();
  }

  private Route route(String name, String known, Content content) {
    return request -> {
      asked.add(name);
      return request.name().equals(known)
          ? Optional.of(Catalog.Resolution.changing(name, content))
          : Optional.empty();
    };
  }

  private static BootRequest request(String name) {
    InetSocketAddress address = InetSocketAddress.createUnresolved("192.0.2.1", 69);
    return new BootRequest(name, Protocol.TFTP, address, address);
  }
}
