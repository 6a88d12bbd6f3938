from tests.access import Page

HASH = "0" * 64

ACCESS = {
    "front_door": Page(status=302),
    "site:home": Page(),
    "site:follow": Page(),
    "site:follow_answer": Page(status=302),
    "site:verify": Page(),
    "site:verify_hash": Page(args=lambda: [HASH]),
}
