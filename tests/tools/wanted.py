"""What the tests that are about to run ask for: several at a time need not wait for each other."""


def wanted(request, fixture, parameter):
    """The values of `parameter` in those tests of the module at hand that use `fixture`."""
    return {
        item.callspec.params[parameter]
        for item in request.session.items
        if item.path == request.path and fixture in item.fixturenames
    }
