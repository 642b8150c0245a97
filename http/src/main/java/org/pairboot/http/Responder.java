package org.pairboot.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.conf.ClientPolicies;
import org.pairboot.conf.ClientPolicies.Access;
import org.pairboot.http.event.ResponseListener.Request;

/**
 * Decides on the response to a request, for HEAD the same as for GET. Thread-safe; never blocks.
 */
final class Responder {
  private final Catalog catalog;
  private final ClientPolicies<Access> clients;

  /**
   * @param clients decides who gets a 403
   */
  Responder(Catalog catalog, ClientPolicies<Access> clients) {
    this.catalog = catalog;
    this.clients = clients;
  }

  ResponsePlan plan(HttpServerExchange http, HttpRequestInfo request) {
    Request received = request.received();
    if (clients.of(received.peer().getAddress()) == Access.DENY) {
      return ResponsePlan.forbidden();
    }
    HttpString method = http.getRequestMethod();
    if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
      return ResponsePlan.methodNotAllowed();
    }
    if (!http.isRequestComplete()) {
      return ResponsePlan.badRequest("request bodies are not supported");
    }
    return switch (request.name()) {
      case RequestName.Refused(String reason) -> ResponsePlan.badRequest(reason);
      case RequestName.Accepted(String name) ->
          catalog
              .resolve(
                  new BootRequest(
                      name, Protocol.HTTP, received.peer(), received.local(), request.evidence()))
              .map(found -> plan(http.getRequestHeaders(), name, found))
              .orElseGet(() -> ResponsePlan.notFound(name));
    };
  }

  private static ResponsePlan plan(HeaderMap request, String name, Resolution found) {
    String etag = ResponsePlan.entityTag(found.content());
    return switch (Preconditions.evaluate(request, etag)) {
      case FAILED -> ResponsePlan.preconditionFailed(found);
      case NOT_MODIFIED -> ResponsePlan.notModified(found);
      case PROCEED -> ResponsePlan.content(name, found, selection(request, etag, found));
    };
  }

  private static Selection selection(HeaderMap request, String etag, Resolution found) {
    HeaderValues range = request.get(Headers.RANGE);
    return range != null && Preconditions.allowRange(request, etag)
        ? Selection.of(range, found.content().length())
        : new Selection.Whole();
  }
}
