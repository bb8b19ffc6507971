"""What can keep the platform from starting on a machine."""

from songbe.kernel.errors import SongbeError


class UnableToFindPostgres(SongbeError):
    """Neither the machine nor the Python environment has PostgreSQL binaries (of the major version, if it is given)."""

    code = "unable_to_find_postgres"
    message_vi = (
        "Không tìm thấy PostgreSQL {version}. Cách xử lý: cài gói postgresql của hệ điều hành, "
        "hoặc chạy 'make setup', hoặc đặt DATABASE_URL tới một máy chủ đang chạy"
    )
    message_en = (
        "Found no PostgreSQL {version}. Install the system's package postgresql, "
        "or run 'make setup', or set DATABASE_URL to a running server"
    )

    def __init__(self, *, major: int | None) -> None:
        super().__init__(version=major or "15+")


class UnableToStartPostgres(SongbeError):
    """The private cluster did not come up. ``log`` is the path of the server's log, empty when there is none."""

    code = "unable_to_start_postgres"
    message_vi = "Không khởi động được PostgreSQL: {reason}. Nhật ký: {log}"
    message_en = "Unable to start PostgreSQL: {reason}. Log: {log}"

    def __init__(self, *, reason: str, log: str) -> None:
        super().__init__(reason=reason, log=log or "-")


class UnableToReachDatabase(SongbeError):
    """Nothing answers at DATABASE_URL, or it does not let us in. The address is not repeated: it holds a password."""

    code = "unable_to_reach_database"
    message_vi = "Không kết nối được cơ sở dữ liệu ở DATABASE_URL: {reason}"
    message_en = "Unable to reach the database at DATABASE_URL: {reason}"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=" ".join(reason.split()))
