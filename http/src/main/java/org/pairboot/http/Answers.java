package org.pairboot.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.Protocol;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.conf.ClientPolicies;
import org.pairboot.conf.ClientPolicies.Access;
import org.pairboot.http.event.ReceivedRequest;

/** Decides how requests are answered. HEAD is answered like GET. Thread-safe, never blocks. */
final class Answers {
  private final Catalog catalog;
  private final ClientPolicies<Access> clients;

  /**
   * @param clients who gets more than a 403
   */
  Answers(Catalog catalog, ClientPolicies<Access> clients) {
    this.catalog = catalog;
    this.clients = clients;
  }

  Answer to(HttpServerExchange exchange, Asked asked) {
    ReceivedRequest received = asked.received();
    if (clients.of(received.peer().getAddress()) == Access.DENY) {
      return Answer.forbidden();
    }
    HttpString method = exchange.getRequestMethod();
    if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
      return Answer.methodNotAllowed();
    }
    if (!exchange.isRequestComplete()) {
      return Answer.badRequest("a request here has no body");
    }
    return switch (asked.name()) {
      case RequestName.Refused(String reason) -> Answer.badRequest(reason);
      case RequestName.Accepted(String name) ->
          catalog
              .resolve(new BootRequest(name, Protocol.HTTP, received.peer(), received.local()))
              .map(found -> to(exchange.getRequestHeaders(), name, found))
              .orElseGet(() -> Answer.notFound(name));
    };
  }

  private static Answer to(HeaderMap request, String name, Resolution found) {
    String etag = Answer.entityTag(found.content());
    return switch (Preconditions.judge(request, etag)) {
      case FAILED -> Answer.preconditionFailed(found);
      case NOT_MODIFIED -> Answer.notModified(found);
      case PROCEED -> Answer.content(name, found, selection(request, etag, found));
    };
  }

  private static Selection selection(HeaderMap request, String etag, Resolution found) {
    HeaderValues range = request.get(Headers.RANGE);
    return range != null && Preconditions.allowRange(request, etag)
        ? Selection.of(range, found.content().length())
        : new Selection.Whole();
  }
}
