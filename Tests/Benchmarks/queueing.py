"""How long something waits: formulas of queues, with times in seconds and rates a second."""

import math


def pollaczek_khinchine(rate, service, variation):
    """The mean wait of M/G/1 before the service begins: ρ s (1 + c²) / 2 (1 − ρ), with ρ = rate × s.

    `service` is the mean s, `variation` the variance by the square of the mean. Infinite where more comes than is served.
    """
    load = rate * service
    if load >= 1:
        return math.inf
    return load * service * (1 + variation) / (2 * (1 - load))


def erlang_c(servers, offered):
    """The probability that one has to wait at M/M/c; `offered` is rate × service, in servers that it keeps busy."""
    if offered >= servers:
        return 1.0
    # By the loss of Erlang B, which needs no large factorials.
    loss = 1.0
    for number in range(1, servers + 1):
        loss = offered * loss / (number + offered * loss)
    return loss / (1 - offered / servers * (1 - loss))


def mmc(rate, service, servers):
    """The mean wait of M/M/c before the service begins: C s / (c − ρ), with ρ = rate × s. Infinite where it never ends."""
    offered = rate * service
    if offered >= servers:
        return math.inf
    return erlang_c(servers, offered) * service / (servers - offered)


def trapezoid(base, top, rise, full, fall):
    """A storm: the rate at a moment, from `base` up to `top` and back, and how long it takes until it is back."""
    def at(moment):
        if moment < rise:
            return base + (top - base) * moment / rise
        if moment < rise + full:
            return top
        return max(base, top - (top - base) * (moment - rise - full) / fall) if fall else base
    return at, rise + full + fall


def backlog(rate_at, storm, capacity, step=1.0, most=30 * 86_400):
    """What a storm leaves waiting, as a fluid that comes in at `rate_at(moment)` and goes out at `capacity`.

    Gives the most that waits, the longest delay of whoever comes last in, which is what waits by the capacity, and the moment at
    which nothing waits any more; that is infinite where more than the capacity comes in for good.
    """
    waiting = most_waiting = moment = 0.0
    while moment < storm or waiting > 0:
        if moment > most or moment >= storm and rate_at(storm) >= capacity:
            return most_waiting, math.inf, math.inf
        # The rate in the middle of a step is exact for a straight line.
        waiting = max(0.0, waiting + (rate_at(moment + step / 2) - capacity) * step)
        most_waiting = max(most_waiting, waiting)
        moment += step
    return most_waiting, most_waiting / capacity, moment if most_waiting else 0.0
