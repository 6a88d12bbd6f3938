from tests.access import Page

HASH = "0" * 64

ACCESS = {
    "front_door": Page(status=302),
    "health": Page(status=503),
    "site:home": Page(),
    "site:first_run": Page(status=404),
    "site:follow": Page(),
    "site:follow_answer": Page(status=302),
    "site:verify": Page(),
    "site:verify_hash": Page(args=lambda: [HASH]),
}
